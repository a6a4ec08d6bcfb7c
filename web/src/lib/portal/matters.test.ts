import { beforeEach, expect, test, vi } from 'vitest';
import { Matters } from './matters.svelte.ts';

const portal = vi.hoisted(() => ({ asked: 0, away: false }));

vi.mock('#lib/api/client.ts', async (original) => ({
	...(await original<typeof import('#lib/api/client.ts')>()),
	api: {
		GET: async () => {
			portal.asked++;
			const items = [{ id: 'm-1', title: `Okafor v. Lakeside, ${portal.asked}` }];
			return { response: new Response(null, { status: portal.away ? 503 : 200 }), data: { items } };
		}
	}
}));

const settled = () => vi.waitFor(() => expect(portal.asked).toBeGreaterThan(0));
const about = { kind: 'conversation', id: 'c-1' };

let matters: Matters;

beforeEach(() => {
	portal.asked = 0;
	portal.away = false;
	matters = new Matters();
});

test('each section after the first finds the matters there', async () => {
	matters.want();
	matters.want();
	await vi.waitFor(() => expect(matters.named('m-1')).toBe('Okafor v. Lakeside, 1'));
	matters.want();
	expect([portal.asked, matters.named('m-2')]).toEqual([1, undefined]);
});

test.each(['conversation.changed', 'resync'])('%s renews them', async (type) => {
	matters.want();
	await vi.waitFor(() => expect(matters.items).toHaveLength(1));
	matters.hear({ type, about });
	await vi.waitFor(() => expect(matters.named('m-1')).toBe('Okafor v. Lakeside, 2'));
	matters.hear({ type: 'message.sent', about });
	expect(portal.asked).toBe(2);
});

test('nobody who has no choice asks for them', () => {
	matters.hear({ type: 'resync' });
	expect(portal.asked).toBe(0);
});

test('what could not be had is asked for by the next section', async () => {
	portal.away = true;
	matters.want();
	await settled();
	portal.away = false;
	await vi.waitFor(() => {
		matters.want();
		expect(matters.items).toHaveLength(1);
	});
});
