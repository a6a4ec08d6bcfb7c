import { expect, test, vi } from 'vitest';
import { whyNot } from '#lib/asking.ts';
import { Found } from './found.svelte.ts';

const REFUSED = { code: 'invalid_input', detail: 'Search for 10 words at most.', field: 'q' };
const AWAY = { code: 'unavailable', detail: '' };

const portal = vi.hoisted(() => ({ statuses: [] as number[] }));

// Each kind is asked for in turn: conversations, messages, documents.
vi.mock('#lib/api/client.ts', async (original) => ({
	...(await original<typeof import('#lib/api/client.ts')>()),
	api: {
		GET: async () => {
			const status = portal.statuses.shift()!;
			const error = { 422: REFUSED, 503: AWAY }[status];
			return { response: new Response(null, { status }), error, data: { items: [], next: null } };
		}
	}
}));

async function looked(...statuses: number[]) {
	portal.statuses = statuses;
	const found = new Found('what is looked for');
	await found.look();
	return found;
}

test('what is refused for each kind is one problem, in words of ours', async () => {
	const { problem } = await looked(422, 422, 422);
	expect(whyNot(problem!)).toBe('Please search for fewer words: ten at most.');
});

test('so is a portal that is away, which is said as that', async () => {
	const { problem } = await looked(503, 503, 503);
	expect([problem?.code, whyNot(problem!)]).toEqual(['unavailable', '']);
});

test.each([
	[200, 200, 200],
	[503, 200, 200],
	[200, 503, 503]
])('what went wrong with some kinds is said with those: %i, %i, %i', async (...statuses) =>
	expect((await looked(...statuses)).problem).toBeUndefined()
);
