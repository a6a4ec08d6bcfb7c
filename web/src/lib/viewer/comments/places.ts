/** Where a comment hangs, in words, and the address that leads there. */

import type { Message } from '#lib/api/client.ts';
import type { Spot } from './spots.ts';

interface Place {
	page: number | null;
	spot: Spot | null;
}

/** Page 7 */
export function placeName(place: Place | null): string {
	if (!place?.page) return 'The whole document';
	return `Page ${place.page}${place.spot ? ', marked' : ''}`;
}

/** The version that a comment was made on, where another has taken its place since. */
export function earlierVersion(about: Message['about']): number | undefined {
	return about?.is_newest === false ? (about.version ?? undefined) : undefined;
}

/** Opens the document, in the version that the comment was made on, at the very spot with the comment
 *  beside it. */
export function addressOf(
	document: string,
	{ version, page }: Pick<NonNullable<Message['about']>, 'version' | 'page'>,
	comment?: string
): string {
	const asked = new URLSearchParams({ from: 'conversation' });
	if (version) asked.set('version', String(version));
	if (page) asked.set('page', String(page));
	if (comment) asked.set('comment', comment);
	return `/documents/${document}?${asked}`;
}
