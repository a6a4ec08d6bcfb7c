/** How files on their way stand, in words. */

import { inBytes } from '#lib/format.ts';
import type { Upload } from './uploads.svelte.ts';
import { english, type UploadWords } from './words.ts';

export function stands(
	{ state, sent, size, stalled, why }: Upload,
	words: UploadWords = english
): string {
	const part = words.part(inBytes(sent), inBytes(size));
	switch (state) {
		case 'there':
			return inBytes(size);
		case 'sending':
			return stalled ? `${part} · ${words.stalled}` : part;
		case 'waiting':
			return stalled ? words.stalled : `${inBytes(size)} · ${words.waiting}`;
		case 'paused':
			return `${part} · ${words.paused}`;
		case 'elsewhere':
			return words.elsewhere;
		case 'interrupted':
			return why ? words.why(why) : words.chooseAgain;
		default:
			return why ? words.why(why) : '';
	}
}

/** Of several together; for the ear, too, so it says nothing that changes all the time. */
export function together(items: Upload[]): string {
	const wanted = items.filter(({ state }) => state !== 'refused');
	const there = wanted.filter(({ state }) => state === 'there').length;
	const files = wanted.length === 1 ? '1 file' : `${wanted.length} files`;
	if (wanted.length === 0) return '';
	if (there === wanted.length)
		return wanted.length === 1 ? '1 file is there' : `All ${files} are there`;
	return `${there} of ${files} ${there === 1 ? 'is' : 'are'} there`;
}

/** What a message waits for. */
export function waitsFor(items: Upload[]): string {
	const missing = items.filter(({ state }) => state !== 'there').length;
	if (missing === 0) return '';
	return missing === 1 ? 'Sends when 1 file is there' : `Sends when ${missing} files are there`;
}
