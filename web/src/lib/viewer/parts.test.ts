import { expect, test } from 'vitest';
import type { DocumentInFull } from '#lib/api/client.ts';
import { partOf } from './parts.ts';

const rendition = (name: string, media_type: string) => ({
	name,
	media_type,
	size: 5,
	pages: null,
	file_name: name.startsWith('view') ? '' : 'Plan.pdf'
});
const made = (more: Partial<DocumentInFull>) =>
	({
		id: 'd-1',
		version: 2,
		state: 'ready',
		shown_as: 'pdf',
		size: 9,
		media_type: 'application/msword',
		renditions: [],
		...more
	}) as unknown as DocumentInFull;

const part = (document: DocumentInFull, query = '') => partOf(document, new URLSearchParams(query));

test('it is shown as it is, or by the rendition that was made to be shown', () => {
	expect(part(made({}))).toMatchObject({ size: 9, shownAs: 'pdf', bytes: { rendition: '' } });
	const renditions = [rendition('view.pdf', 'application/pdf')];
	const shown = {
		size: 5,
		mediaType: 'application/pdf',
		bytes: { rendition: 'view.pdf', version: 2 }
	};
	expect(part(made({ renditions }))).toMatchObject({ ...shown, file: { rendition: '' } });
});

test('nothing of it is to be had before it is ready', () => {
	expect(part(made({ state: 'checking' }))).toBeUndefined();
	expect(part(made({ state: 'refused' }))).toBeUndefined();
});

test('what cannot be shown can be had as a file', () => {
	expect(part(made({ shown_as: 'none' }))).toMatchObject({ shownAs: undefined });
	expect(part(made({ shown_as: null }))).toMatchObject({ shownAs: undefined });
});

test('what came with an e-mail is shown alone, and never in a way that nobody knows', () => {
	const renditions = [rendition('view.json', 'application/json'), rendition('attachment-1', '')];
	const mail = made({ shown_as: 'mail', renditions });
	expect(part(mail, 'part=attachment-1&as=pdf')).toMatchObject({
		name: 'Plan.pdf',
		shownAs: 'pdf',
		bytes: { rendition: 'attachment-1' },
		file: { rendition: 'attachment-1' }
	});
	expect(part(mail, 'part=attachment-1&as=constructor')).toMatchObject({ shownAs: undefined });
	expect(part(mail, 'part=attachment-9')).toMatchObject({ shownAs: 'mail' });
});
