import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '#lib/api/problem.ts';
import { Journey } from './journey.ts';
import { Lanes } from './lanes.ts';
import { atOnce, portal, reset, texts, until } from './portal.testing.ts';

vi.mock('#lib/api/client.ts', async (original) => ({
	...(await original<typeof import('#lib/api/client.ts')>()),
	api: { POST: (await import('./portal.testing.ts')).POST }
}));
vi.mock('./put.ts', async () => ({ put: (await import('./portal.testing.ts')).put }));

const AWAY = new Problem('offline', 0, 'You seem to be offline.');
const TEXT = 'aaaabbbbccccddddee'; // five parts

beforeEach(reset);
afterEach(() => vi.useRealTimers());

const told = { sent: 0, stalled: [] as boolean[] };

function journey(text = TEXT, doubtful = false) {
	Object.assign(told, { sent: 0, stalled: [] });
	const file = new File([text], 'lease.pdf', { type: 'application/pdf' });
	return new Journey({ id: 'd-1', conversation: 'c-1', file, doubtful }, new Lanes(3), {
		sent: (bytes) => (told.sent = bytes),
		stalls: (waits) => told.stalled.push(waits)
	});
}

async function run(the = journey(), signal = new AbortController().signal) {
	let end: unknown;
	the.run(signal).then(
		() => (end = 'there'),
		(thrown: unknown) => (end = thrown)
	);
	await until(() => end !== undefined);
	return end;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');

test('a small file is begun, sent as one part and completed', async () => {
	expect(await run(journey('abc'))).toBe('there');
	expect(portal.asked).toEqual(['documents', 'addresses', 'complete']);
	expect(texts()).toEqual(['abc']);
	expect(told.sent).toBe(3);
});

test('each part is announced by the digest of the very bytes that are sent, three at a time', async () => {
	// Which digest is ready first is for the machine to say: the store waits for others to come.
	portal.whenPut = () => atOnce(() => portal.most >= 3);
	expect(await run()).toBe('there');
	const parts = ['aaaa', 'bbbb', 'cccc', 'dddd', 'ee'];
	expect(texts().sort()).toEqual(parts);
	expect(portal.digests).toEqual(new Map(parts.map((text, at) => [at + 1, sha256(text)])));
	expect(portal.most).toBe(3);
	expect(Math.max(...portal.batches)).toBeLessThanOrEqual(3);
	expect(told.sent).toBe(TEXT.length);
});

test('what is there already is not sent again, and counts from the beginning', async () => {
	portal.received = [1, 2, 4];
	expect(await run()).toBe('there');
	expect(texts()).toEqual(['cccc', 'ee']);
	expect(told.sent).toBe(TEXT.length);
});

test('when the line is lost it goes on by itself, and says that it waits', async () => {
	portal.store = [AWAY, AWAY];
	expect(await run(journey('abc'))).toBe('there');
	expect(texts()).toEqual(['abc', 'abc', 'abc']);
	expect(told.stalled).toEqual([true, true, false]);
});

test('when the line is back it goes on at once', async () => {
	portal.store = Array<Problem>(4).fill(AWAY);
	const end = journey('abc').run(new AbortController().signal);
	await until(() => portal.puts.length === 4);
	await vi.advanceTimersByTimeAsync(1_000); // of the eight that the next try would wait
	expect(portal.puts.length).toBe(4);
	window.dispatchEvent(new Event('online'));
	await atOnce(() => portal.puts.length === 5);
	await end;
});

test('a store that is busy is tried again', async () => {
	portal.store = [503];
	expect(await run(journey('abc'))).toBe('there');
});

test.each([403, 400])(
	'after %i another address is asked for, for the same bytes',
	async (status) => {
		portal.store = [status];
		expect(await run(journey('abc'))).toBe('there');
		expect(portal.asked).toEqual(['documents', 'addresses', 'addresses', 'complete']);
		const [first, second] = portal.puts;
		expect(second!.url).not.toBe(first!.url);
		expect(second!.text).toBe(first!.text);
	}
);

test('what the store refuses again and again ends', async () => {
	portal.store = Array<number>(99).fill(403);
	expect(await run(journey('abc'))).toMatchObject({ code: 'refused' });
	expect(portal.puts.length).toBe(5);
});

test('an upload that the store has lost is begun anew', async () => {
	portal.store = [404];
	expect(await run(journey('abc'))).toBe('there');
	expect(portal.asked).toEqual(['documents', 'addresses', 'documents', 'addresses', 'complete']);
});

test('parts that turn out to be missing are sent again', async () => {
	portal.answers = { complete: [{ status: 409, code: 'upload_incomplete' }] };
	expect(await run()).toBe('there');
	expect(portal.puts.length).toBe(10);
});

test('what was all there when the page went away is only completed', async () => {
	portal.answers = { documents: [{ status: 409, code: 'conflict' }] };
	expect(await run()).toBe('there');
	expect(portal.asked).toEqual(['documents', 'complete']);
});

test('a file that was chosen again is compared with what is there', async () => {
	portal.received = [1, 2];
	expect(await run(journey(TEXT, true))).toBe('there');
	expect(portal.digests.size).toBe(5);
	expect(texts()).toEqual(['cccc', 'dddd', 'ee']);
	portal.answers = { addresses: [{ status: 422, code: 'invalid_input', field: 'parts' }] };
	expect(await run(journey(TEXT, true))).toMatchObject({ extra: { field: 'parts' } });
});

test('a closed matter ends it, and says so', async () => {
	portal.answers = { documents: [{ status: 409, code: 'access_ended' }] };
	expect(await run()).toMatchObject({ code: 'access_ended' });
	expect(portal.puts).toEqual([]);
});

test('what is stopped sends nothing more', async () => {
	const stop = new AbortController();
	portal.whenPut = async () => stop.abort();
	expect(await run(journey(), stop.signal)).toMatchObject({ name: 'AbortError' });
	expect(portal.puts.length).toBeLessThan(4);
	expect(portal.asked).not.toContain('complete');
});
