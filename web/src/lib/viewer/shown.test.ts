import { beforeEach, expect, test, vi } from 'vitest';
import type { DocumentInFull } from '#lib/api/client.ts';
import { Shown } from './shown.svelte.ts';

const portal = vi.hoisted(() => ({ has: {} as unknown }));

vi.mock('#lib/api/client.ts', async (original) => ({
	...(await original<typeof import('#lib/api/client.ts')>()),
	api: { GET: async () => ({ response: new Response(), data: portal.has }) }
}));

const WORD = { state: 'ready', version: 1, shown_as: 'docx', renditions: [] as unknown[] };
const PAGES = [{ name: 'view.pdf' }];

let shown: Shown;

async function finds(document: object): Promise<DocumentInFull> {
	portal.has = document;
	await shown.refresh();
	return shown.document!;
}

beforeEach(() => void (shown = new Shown('d-1')));

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
	expect(await finds({ ...WORD, version: 2 })).toEqual(WORD);
	shown.showNewer();
	expect(shown.document).toHaveProperty('version', 2);
});
