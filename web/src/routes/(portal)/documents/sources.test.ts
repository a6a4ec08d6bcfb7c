import { beforeEach, expect, test, vi } from 'vitest';
import type { DocumentSource } from '#lib/api/client.ts';
import { Sources } from './sources.svelte.ts';

const source = (matter: string, person: string, firm_id = 'hartley'): DocumentSource => ({
	matter_id: `m-${matter}`,
	matter_title: matter,
	firm_id,
	person_id: `p-${person}`,
	person_name: person
});
const PAGES: Record<string, { items: DocumentSource[]; next: string | null }> = {
	'': { items: [source('Sale', 'Ruth'), source('Estate', 'Ruth')], next: 'second' },
	second: { items: [source('Lease', 'Nora', 'bramwell')], next: null }
};
const portal = vi.hoisted(() => ({ away: false }));

vi.mock('#lib/api/client.ts', async (original) => ({
	...(await original<typeof import('#lib/api/client.ts')>()),
	api: {
		GET: async (_: string, { params }: { params: { query: { cursor: string } } }) => {
			if (portal.away) throw new TypeError('Failed to fetch');
			return { response: new Response(), data: PAGES[params.query.cursor] };
		}
	}
}));

let sources: Sources;

beforeEach(async () => {
	portal.away = false;
	sources = new Sources();
	await sources.refresh();
});

test('all pages of them can be chosen, each matter and person once and by name', () => {
	expect(sources.matters.map(({ label }) => label)).toEqual(['Estate', 'Lease', 'Sale']);
	expect(sources.people).toEqual([
		{ id: 'p-Nora', label: 'Nora', firm: 'bramwell' },
		{ id: 'p-Ruth', label: 'Ruth', firm: 'hartley' }
	]);
});

test('while the portal is away one chooses from what was there', async () => {
	portal.away = true;
	await sources.refresh();
	expect(sources.matters).toHaveLength(3);
});
