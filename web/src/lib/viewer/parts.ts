/** What of a document is looked at: it as a whole, or something that came with an e-mail. */

import type { DocumentInFull } from '#lib/api/client.ts';
import { Bytes } from './bytes.ts';
import { VIEWS, type ShownAs } from './views.ts';

/** What the rendition is called that is shown in place of the document itself, where there is one. */
const VIEW = 'view.';

export interface Part {
	/** Another one is shown anew. */
	key: string;
	name: string;
	bytes: Bytes;
	/** What is saved: the document as it came, whatever is shown in place of it. */
	file: Bytes;
	size: number;
	mediaType: string;
	/** Undefined where it is only to be had as a file. */
	shownAs: ShownAs | undefined;
	/** It is the document itself, and nothing that came with it. */
	isWhole: boolean;
}

/** @param asked what the address asks for: `part`, the name of a rendition, and `as`, how to show it
 *  @returns undefined where nothing of it can be had yet, or any more */
export function partOf(
	document: DocumentInFull,
	asked: Pick<URLSearchParams, 'get'>
): Part | undefined {
	if (document.state !== 'ready') return;
	const { id, version, renditions } = document;
	const own = renditions.find(({ name }) => name === asked.get('part'));
	const rendition = own ?? renditions.find(({ name }) => name.startsWith(VIEW));
	const { size, media_type: mediaType } = rendition ?? document;
	const bytes = new Bytes(id, version, rendition?.name);
	const file = own ? bytes : new Bytes(id, version);
	const shownAs = known(own ? asked.get('as') : document.shown_as);
	const key = `${version} ${rendition?.name} ${shownAs}`;
	const name = own?.file_name || document.name;
	return { key, name, bytes, file, size, mediaType, shownAs, isWhole: !own };
}

const known = (way: string | null): ShownAs | undefined =>
	way !== null && Object.hasOwn(VIEWS, way) ? (way as ShownAs) : undefined;
