import { beforeEach, expect, test, vi } from 'vitest';
import type { DocumentInFull } from '#lib/api/client.ts';
import { Shown } from './shown.svelte.ts';

const portal = vi.hoisted(() => ({ has: {} as { version?: number }, asked: [] as unknown[] }));

vi.mock('#lib/api/client.ts', async (original) => ({
	...(await original<typeof import('#lib/api/client.ts')>()),
	api: {
		GET: async (_: string, { params }: { params: { query: { version?: number } } }) => {
			portal.asked.push(params.query.version);
			const newest = portal.has.version;
			const version = params.query.version ?? newest;
			return { response: new Response(), data: { ...portal.has, newest, version } };
		}
	}
}));

const WORD = {
	state: 'ready',
	version: 1,
	newest: 1,
	shown_as: 'docx',
	renditions: [] as unknown[]
};
const PAGES = [{ name: 'view.pdf' }];

let shown: Shown;

async function finds(document: object): Promise<DocumentInFull> {
	portal.has = document;
	await shown.refresh();
	return shown.document!;
}

beforeEach(() => {
	shown = new Shown('d-1');
	portal.asked = [];
});

test('what is read stays drawn as it is, though pages were made of it meanwhile', async () => {
	await finds(WORD);
	const found = await finds({ ...WORD, shown_as: 'pdf', renditions: PAGES, openings: [1] });
	expect(found).toEqual({ ...WORD, openings: [1] });
});

test('what could not be shown is shown once it can be', async () => {
	for (const shown_as of [null, 'none']) {
		shown = new Shown('d-1');
		await finds({ ...WORD, shown_as });
		expect(await finds({ ...WORD, shown_as: 'pdf' })).toHaveProperty('shown_as', 'pdf');
	}
});

test('a newer version waits until one asks for it', async () => {
	await finds(WORD);
	expect(shown.hasNewer).toBe(false);
	expect(await finds({ ...WORD, version: 2 })).toEqual({ ...WORD, newest: 2 });
	expect(shown.hasNewer).toBe(true);
	await shown.choose();
	expect(shown.document).toMatchObject({ version: 2, newest: 2 });
	expect(portal.asked).toEqual([undefined, 1, undefined]);
});

test('an earlier version is shown where it is asked for, and says that there is a newer one', async () => {
	shown = new Shown('d-1', 1);
	expect(await finds({ ...WORD, version: 2 })).toMatchObject({ version: 1, newest: 2 });
	expect(shown.hasNewer).toBe(true);
});

test('what arrives for a version after another was chosen is not shown', async () => {
	const first = finds({ ...WORD, version: 3 });
	await Promise.all([first, shown.choose(2)]);
	expect(shown.document).toHaveProperty('version', 2);
});
