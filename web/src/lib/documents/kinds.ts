/** What kind of thing a document is, in a word. */

import type { DocumentKind } from '#lib/api/client.ts';
import { ending } from './names.ts';

export const KINDS: Record<DocumentKind, string> = {
	pdf: 'PDF',
	image: 'Image',
	text: 'Text',
	word: 'Word',
	sheet: 'Spreadsheet',
	mail: 'E-mail',
	other: 'Other'
};

const BY_TYPE: [RegExp, DocumentKind][] = [
	[/^application\/pdf/, 'pdf'],
	[/^image\//, 'image'],
	[/rfc822|ms-outlook/, 'mail'],
	[/spreadsheet|ms-excel|csv/, 'sheet'],
	[/word|opendocument\.text|rtf/, 'word'],
	[/^text\/(?!html|xml)/, 'text']
];

export const kindOf = (mediaType: string): DocumentKind =>
	BY_TYPE.find(([type]) => type.test(mediaType.toLowerCase()))?.[1] ?? 'other';

/** 'PDF', or 'ZIP file' for what is of no kind that people have a word for. */
export function kindName(kind: DocumentKind, name: string): string {
	if (kind !== 'other') return KINDS[kind];
	const end = ending(name);
	return /^[a-z0-9]{1,5}$/.test(end) ? `${end.toUpperCase()} file` : 'File';
}
