import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Standing } from '#lib/uploads/uploads.svelte.ts';
import { UnsentMessages } from './unsent.svelte.ts';

interface Sent {
	params: { path: { conversation_id: string }; header: { 'Idempotency-Key': string } };
	body: { body: string; audience_version: number; attachments: string[] };
}

const portal = vi.hoisted(() => ({
	sent: [] as Sent[],
	answers: [] as (number | object)[]
}));

// The portal answers with the statuses that stand ready, and takes everything after those.
vi.mock('#lib/api/client.ts', async (original) => ({
	...(await original<typeof import('#lib/api/client.ts')>()),
	api: {
		POST: async (_: string, sent: Sent) => {
			portal.sent.push(sent);
			const next = portal.answers.shift() ?? 201;
			const status = typeof next === 'number' ? next : 409;
			const closed = { code: 'matter_closed', detail: 'This matter is closed.' };
			const error = typeof next === 'number' ? closed : next;
			return { response: new Response(null, { status }), error, data: {} };
		}
	}
}));

const keys = () => portal.sent.map(({ params }) => params.header['Idempotency-Key']);
const bodies = () => portal.sent.map(({ body }) => body.body);
const settled = () => vi.advanceTimersByTimeAsync(0);

let made = 0;
const message = (conversation: string, body: string, audience = 1, files: string[] = []) => ({
	id: `m-${++made}`,
	conversation,
	body,
	files,
	audience
});

/** How the files stand; those of which nothing is said are there. */
let files: Record<string, Standing>;
let handedOver: string[];

const unsentOf = (account: string) =>
	new UnsentMessages(account, {
		standing: (ids) => ids.map((id) => files[id]).find(Boolean) ?? 'there',
		handOver: (ids) => handedOver.push(...ids)
	});
const versions = () => portal.sent.map(({ body }) => body.audience_version);

let stored: Record<string, string>;

beforeEach(() => {
	vi.useFakeTimers();
	portal.sent = [];
	portal.answers = [];
	files = {};
	handedOver = [];
	stored = {};
	const storage = {
		getItem: (name: string) => stored[name] ?? null,
		setItem: (name: string, value: string) => (stored[name] = value),
		removeItem: (name: string) => delete stored[name]
	};
	const names = { ownKeys: () => Object.keys(stored) };
	const listed = { getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }) };
	vi.stubGlobal('localStorage', new Proxy(storage, { ...names, ...listed }));
});

afterEach(() => vi.useRealTimers());

test('a message is kept from when it is written until the portal has it', async () => {
	const unsent = unsentOf('ana');
	unsent.write(message('c-1', 'Hello'));
	expect(Object.keys(stored)).toEqual([`redwell.ana.unsent.${unsent.items[0]!.id}`]);
	await settled();
	expect(stored).toEqual({});
	expect(unsent.items).toMatchObject([{ conversation: 'c-1', body: 'Hello', sent: true }]);
});

test('messages are sent one after the other, as they were written', async () => {
	const unsent = unsentOf('ana');
	for (const body of ['One', 'Two', 'Three']) unsent.write(message('c-1', body));
	await settled();
	expect(bodies()).toEqual(['One', 'Two', 'Three']);
});

test('while the portal is away it is tried again, later each time and under the same id', async () => {
	portal.answers = [503, 503];
	unsentOf('ana').write(message('c-1', 'Hello'));
	await vi.advanceTimersByTimeAsync(999);
	expect(portal.sent.length).toBe(1);
	await vi.advanceTimersByTimeAsync(1);
	expect(portal.sent.length).toBe(2);
	await vi.advanceTimersByTimeAsync(1_999);
	expect(portal.sent.length).toBe(2);
	await vi.advanceTimersByTimeAsync(1);
	expect(portal.sent.length).toBe(3);
	expect(new Set(keys()).size).toBe(1);
	await vi.advanceTimersByTimeAsync(60_000);
	expect(portal.sent.length).toBe(3);
});

test('a message outlives a reload, and keeps its id', async () => {
	portal.answers = [503];
	unsentOf('ana').write(message('c-1', 'Hello'));
	await settled();
	const reloaded = unsentOf('ana');
	expect(reloaded.items).toMatchObject([{ body: 'Hello', sent: false }]);
	reloaded.sendNow();
	await settled();
	expect(new Set(keys()).size).toBe(1);
	expect(reloaded.items).toMatchObject([{ sent: true }]);
});

test('what is kept and cannot be read holds nothing up', async () => {
	stored['redwell.ana.unsent.m-0'] = '{"id":';
	const unsent = unsentOf('ana');
	unsent.write(message('c-1', 'Hello'));
	await settled();
	expect(unsent.items).toMatchObject([{ body: 'Hello', sent: true }]);
});

test('another account in the same browser sees nothing of it', async () => {
	portal.answers = [503];
	unsentOf('ana').write(message('c-1', 'Hello'));
	await settled();
	expect(unsentOf('ben').items).toEqual([]);
});

test('what was refused says why, holds nothing else up, and waits for the person', async () => {
	portal.answers = [409];
	const unsent = unsentOf('ana');
	unsent.write(message('c-1', 'Refused'));
	unsent.write(message('c-2', 'Taken'));
	await settled();
	expect(unsent.items).toMatchObject([
		{ body: 'Refused', refused: 'This matter is closed.', sent: false },
		{ body: 'Taken', refused: '', sent: true }
	]);
	unsent.sendNow();
	await settled();
	expect(bodies()).toEqual(['Refused', 'Taken']);
	unsent.tryAgain(unsent.items[0]!);
	await settled();
	expect(keys()[2]).toBe(keys()[0]);
	expect(unsent.items.every(({ sent }) => sent)).toBe(true);
});

test('what came when one took no part says that, and not that nothing is there', async () => {
	portal.answers = [404];
	const unsent = unsentOf('ana');
	unsent.write(message('c-1', 'Hello'));
	await settled();
	expect(unsent.items).toMatchObject([
		{ refused: 'You did not take part in this matter when it was to be sent.', sent: false }
	]);
});

test('at the end of a session a message goes on waiting', async () => {
	portal.answers = [401];
	const unsent = unsentOf('ana');
	unsent.write(message('c-1', 'Hello'));
	await settled();
	expect(unsent.items).toMatchObject([{ refused: '', sent: false }]);
	expect(Object.keys(stored).length).toBe(1);
});

test('nothing is left of a message that was removed', async () => {
	portal.answers = [409];
	const unsent = unsentOf('ana');
	unsent.write(message('c-1', 'Hello'));
	await settled();
	unsent.remove(unsent.items[0]!.id);
	expect([unsent.items, stored]).toEqual([[], {}]);
});

const EXPERT = { number: 2, step: 'joined', name: 'Dr. Lena Brandt', role: 'Expert' };
const asked = { code: 'audience_changed', audience_version: 2, changes: [EXPERT] };

test('its sender is asked once about who came, and then it goes to the audience of now', async () => {
	portal.answers = [asked, asked];
	const unsent = unsentOf('ana');
	unsent.write(message('c-1', 'First'));
	unsent.write(message('c-1', 'Second'));
	await settled();
	expect(unsent.items).toMatchObject([
		{ body: 'First', refused: '', asked: { audience: 2, changes: [EXPERT] } },
		{ body: 'Second', refused: '', asked: { audience: 2, changes: [EXPERT] } }
	]);
	unsent.sendNow();
	await settled();
	expect(portal.sent.length).toBe(2);
	unsent.agree(unsent.items[0]!);
	await settled();
	expect(bodies().slice(2)).toEqual(['First', 'Second']);
	expect(versions()).toEqual([1, 1, 2, 2]);
	expect(keys().slice(2)).toEqual(keys().slice(0, 2));
	expect(unsent.items.every(({ sent }) => sent)).toBe(true);
});

test('what waits keeps the audience that its sender was shown, also over a reload', async () => {
	portal.answers = [503];
	unsentOf('ana').write(message('c-1', 'Hello', 7));
	await settled();
	unsentOf('ana').sendNow();
	await settled();
	expect(versions()).toEqual([7, 7]);
});

test('where another tab sent other words of the same draft, these stay and can be sent', async () => {
	portal.answers = [{ code: 'conflict', detail: 'Taken.' }];
	const unsent = unsentOf('ana');
	unsent.write(message('c-1', 'Other words'));
	await settled();
	expect(unsent.items).toMatchObject([{ body: 'Other words', sent: false }]);
	expect(Object.keys(stored)).toEqual([`redwell.ana.unsent.${unsent.items[0]!.id}`]);
	unsent.tryAgain(unsent.items[0]!);
	await settled();
	expect(keys()[1]).not.toBe(keys()[0]);
	expect(unsent.items).toMatchObject([{ body: 'Other words', sent: true }]);
});

test('where nothing can be stored, what waits is kept as long as the page is there', async () => {
	vi.stubGlobal('localStorage', undefined);
	portal.answers = [503];
	const unsent = unsentOf('ana');
	unsent.write(message('c-1', 'Hello'));
	await settled();
	expect(unsentOf('ana').items).toMatchObject([{ body: 'Hello' }]);
	unsent.sendNow();
	await settled();
	expect(unsentOf('ana').items).toEqual([]);
});

test('a message goes when its files are there, and with them', async () => {
	files = { 'f-1': 'travelling' };
	const unsent = unsentOf('ana');
	unsent.write(message('c-1', 'With two files', 1, ['f-1', 'f-2']));
	await settled();
	expect(portal.sent).toEqual([]);
	expect(handedOver).toEqual([]);
	files = {};
	unsent.sendNow();
	await settled();
	expect(portal.sent[0]!.body.attachments).toEqual(['f-1', 'f-2']);
	expect(handedOver).toEqual(['f-1', 'f-2']);
});

test('what was written later does not overtake a message whose files travel, elsewhere it goes', async () => {
	files = { 'f-1': 'travelling' };
	const unsent = unsentOf('ana');
	unsent.write(message('c-1', 'With a file', 1, ['f-1']));
	unsent.write(message('c-1', 'Later'));
	unsent.write(message('c-2', 'Elsewhere'));
	await settled();
	expect(bodies()).toEqual(['Elsewhere']);
	files = {};
	unsent.sendNow();
	await settled();
	expect(bodies()).toEqual(['Elsewhere', 'With a file', 'Later']);
});

test('a message whose file waits for the person holds nothing up', async () => {
	files = { 'f-1': 'needed' };
	const unsent = unsentOf('ana');
	unsent.write(message('c-1', 'With a file', 1, ['f-1']));
	unsent.write(message('c-1', 'Later'));
	await settled();
	expect(bodies()).toEqual(['Later']);
});

test('a message that was taken back before its files were there is not sent', async () => {
	files = { 'f-1': 'travelling' };
	const unsent = unsentOf('ana');
	const written = message('c-1', 'With a file', 1, ['f-1']);
	unsent.write(written);
	unsent.remove(written.id);
	files = {};
	unsent.sendNow();
	await settled();
	expect(bodies()).toEqual([]);
});
