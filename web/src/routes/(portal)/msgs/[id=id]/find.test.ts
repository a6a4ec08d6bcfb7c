import { beforeEach, expect, test, vi } from 'vitest';
import { Find } from './find.svelte.ts';

const portal = vi.hoisted(() => ({
	asked: [] as (string | undefined)[],
	waiting: undefined as unknown
}));

// Three messages in two pages.
vi.mock('#lib/api/client.ts', async (original) => ({
	...(await original<typeof import('#lib/api/client.ts')>()),
	api: {
		GET: async (_: string, { params }: { params: { query: { q: string; cursor?: string } } }) => {
			const { q, cursor } = params.query;
			portal.asked.push(cursor);
			if (q === 'slow') await portal.waiting;
			const items = q === 'none' ? [] : cursor ? ['c'] : ['a', 'b'];
			return {
				response: new Response(null, { status: 200 }),
				data: { items: items.map((id) => ({ id })), next: cursor || q === 'none' ? null : 'on' }
			};
		}
	}
}));

let shown: string[];
let find: Find;

beforeEach(() => {
	portal.asked = [];
	shown = [];
	find = new Find('x', (message) => shown.push(message));
});

test('the newest place is shown first, then the older ones, over the end of a page, and round', async () => {
	await find.look('lease');
	expect(find.said).toBe('1 of 2+');
	for (let step = 0; step < 3; step++) await find.step(1);
	expect(shown).toEqual(['a', 'b', 'c', 'a']);
	expect(find.said).toBe('1 of 3');
	await find.step(-1);
	expect(shown.at(-1)).toBe('c');
});

test('it says that nothing was found, and shows nothing', async () => {
	await find.look('none');
	expect(find.said).toBe('Not found');
	await find.step(1);
	expect(shown).toEqual([]);
});

test('the portal is not asked for what has no letter', async () => {
	await find.look('?');
	expect(portal.asked).toEqual([]);
	expect(find.said).toBe('Write a letter or digit');
});

test('an answer that comes after the next question is left aside', async () => {
	let answer = () => {};
	portal.waiting = new Promise<void>((resolve) => (answer = resolve));
	const slow = find.look('slow');
	await find.look('none');
	answer();
	await slow;
	expect(find.said).toBe('Not found');
	expect(shown).toEqual([]);
});
