import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Engine } from './engine.ts';
import { portal, reset, texts, until } from './portal.testing.ts';

vi.mock('#lib/api/client.ts', async (original) => ({
	...(await original<typeof import('#lib/api/client.ts')>()),
	api: { POST: (await import('./portal.testing.ts')).POST }
}));
vi.mock('./put.ts', async () => ({ put: (await import('./portal.testing.ts')).put }));

const UPPY_LOOKS_FOR_THE_LINE = 3000; // milliseconds after it is made

let heard: string[];

beforeEach(() => {
	reset();
	heard = [];
});
afterEach(() => vi.useRealTimers());

function engine() {
	return new Engine({
		started: (id) => heard.push(`${id} started`),
		sent: () => {},
		stalled: (id, waits) => heard.push(`${id} ${waits ? 'waits' : 'goes on'}`),
		arrived: (id) => heard.push(`${id} arrived`),
		failed: (id, { message }) => heard.push(`${id}: ${message}`)
	});
}

const cargo = (id: string, text = 'aaaabbbb', conversation = 'c-1') => ({
	id,
	conversation,
	file: new File([text], 'lease.pdf', { lastModified: 1 }),
	doubtful: false
});

const hears = (...said: string[]) => until(() => said.every((each) => heard.includes(each)));

/** Once the store was reached, which takes a time of its own: long enough for whatever may still come. */
async function later() {
	await until(() => portal.puts.length > 0);
	await vi.advanceTimersByTimeAsync(UPPY_LOOKS_FOR_THE_LINE);
	let turns = 0;
	await until(() => turns++ === 50);
}

test('files arrive, the same one in two conversations, too', async () => {
	const the = engine();
	the.send(cargo('d-1'));
	the.send(cargo('d-2', 'aaaabbbb', 'c-2'));
	await hears('d-1 arrived', 'd-2 arrived');
});

test('what is paused waits, and goes on where it was', async () => {
	const the = engine();
	portal.whenPut = async () => the.pause('d-1');
	the.send(cargo('d-1'));
	await later();
	expect(heard).toEqual(['d-1 started']);
	portal.whenPut = async () => {};
	portal.received = [1];
	portal.puts = [];
	the.send(cargo('d-1'));
	await hears('d-1 arrived');
	expect(texts()).toEqual(['bbbb']);
	expect(heard).toEqual(['d-1 started', 'd-1 arrived']);
});

test('what is paused keeps nothing else waiting', async () => {
	const the = engine();
	for (let at = 0; at < 9; at++) the.send(cargo(`d-${at}`));
	for (let at = 0; at < 9; at++) the.pause(`d-${at}`);
	the.send(cargo('d-9'));
	await hears('d-9 arrived');
});

test('what is dropped is not heard of any more', async () => {
	const the = engine();
	portal.whenPut = async () => the.drop('d-1');
	the.send(cargo('d-1'));
	await later();
	expect(heard).toEqual(['d-1 started']);
	expect(portal.asked).not.toContain('complete');
});

test('one that fails says why, stops no other, and is not tried by itself', async () => {
	const the = engine();
	portal.answers = {
		documents: [{ status: 409, code: 'access_ended', detail: 'This matter is closed.' } as never]
	};
	the.send(cargo('d-1'));
	the.send(cargo('d-2'));
	await hears('d-1: This matter is closed.', 'd-2 arrived');
	the.send(cargo('d-3'));
	await hears('d-3 arrived');
	expect(heard.filter((each) => each.startsWith('d-1'))).toEqual([
		'd-1 started',
		'd-1: This matter is closed.'
	]);
});
