import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Ticked } from './ticked.svelte.ts';
import type { Item } from './todo.svelte.ts';

const portal = vi.hoisted(() => ({ heard: [] as string[], away: false }));

vi.mock('#lib/api/client.ts', async (original) => ({
	...(await original<typeof import('#lib/api/client.ts')>()),
	api: {
		POST: async (path: string, asked: { params: { path: object }; body?: { note: string } }) => {
			if (portal.away) throw new TypeError('Failed to fetch');
			const [id] = Object.values(asked.params.path);
			portal.heard.push([id, path.split('/').at(-1), asked.body?.note].filter(Boolean).join(' '));
			return { response: new Response(), data: {} };
		}
	}
}));

const task = (id: string) => ({ id: `task/${id}`, about: { kind: 'task', id } }) as Item;
const [lease, fee] = [task('lease'), task('fee')];

let ticked: Ticked;

beforeEach(() => {
	vi.useFakeTimers();
	portal.heard = [];
	portal.away = false;
	ticked = new Ticked();
});

afterEach(() => {
	vi.useRealTimers();
});

test('what is ticked is out of sight, and back where the portal cannot be told', async () => {
	await ticked.tick(lease);
	expect([ticked.hides(lease), ticked.last]).toEqual([true, lease]);
	portal.away = true;
	await ticked.tick(fee);
	expect([ticked.hides(fee), ticked.last]).toEqual([false, lease]);
	expect(ticked.problem).toBeDefined();
});

test('a note is sent once, and again where it says something else', async () => {
	await ticked.tick(lease);
	ticked.note = 'In ink. ';
	expect(ticked.noted).toBe(false);
	await ticked.sendNote();
	await ticked.sendNote();
	expect(ticked.noted).toBe(true);
	ticked.note = 'In blue ink.';
	expect(ticked.noted).toBe(false);
	await vi.advanceTimersByTimeAsync(60_000);
	expect(portal.heard).toEqual([
		'lease complete',
		'lease complete In ink.',
		'lease complete In blue ink.'
	]);
	expect(ticked.last).toBeUndefined();
});

test('what is being written goes before the next one is ticked', async () => {
	await ticked.tick(lease);
	ticked.note = 'In ink.';
	await ticked.tick(fee);
	expect(portal.heard).toEqual(['lease complete', 'lease complete In ink.', 'fee complete']);
	expect([ticked.last, ticked.note]).toEqual([fee, undefined]);
});

test('what was taken back and ticked anew has a minute of its own', async () => {
	await ticked.tick(lease);
	await vi.advanceTimersByTimeAsync(40_000);
	await ticked.undo();
	expect(ticked.hides(lease)).toBe(false);
	await ticked.tick(lease);
	await vi.advanceTimersByTimeAsync(40_000);
	expect([ticked.hides(lease), ticked.last]).toEqual([true, lease]);
	await vi.advanceTimersByTimeAsync(20_000);
	expect([ticked.hides(lease), ticked.last]).toEqual([false, undefined]);
});
