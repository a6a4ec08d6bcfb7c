/** Which part shows which kind of document. Each is loaded when it is needed first. */

import type { Component } from 'svelte';
import type { DocumentInFull } from '#lib/api/client.ts';
import type { Bytes } from './bytes.ts';
import type { Printing } from './printing.svelte.ts';

/** What a part is given: the bytes to show, `size` of them, and where one was in them before. */
export interface ViewProps {
	bytes: Bytes;
	size: number;
	mediaType: string;
	/** What it is called. */
	label: string;
	/** The page that the address names. */
	page: number;
	/** What `place` answered, before one went elsewhere or loaded the page anew. */
	place: unknown;
	onpage: (page: number) => void;
	/** It could not be had: perhaps it is not there any more. */
	onproblem: () => void;
}

export interface View {
	/** Where one is in it. */
	place?: () => unknown;
	/** Puts all of it on paper, and says how far it is; without this the page itself is printed. */
	print?: (printing: Printing) => Promise<void>;
}

export type ShownAs = Exclude<NonNullable<DocumentInFull['shown_as']>, 'none'>;

export const VIEWS: Record<ShownAs, () => Promise<{ default: Component<ViewProps, View> }>> = {
	pdf: () => import('./pdf/PdfView.svelte'),
	image: () => import('./image/ImageView.svelte'),
	text: () => import('./text/TextView.svelte'),
	sheet: () => import('./sheet/SheetView.svelte'),
	mail: () => import('./mail/MailView.svelte'),
	docx: () => import('./word/WordView.svelte')
};

// Of what comes with an e-mail: its sender says what it is, so only what does nothing if that is untrue.
const PICTURES = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'];

/** How a file of this type can be shown as it is, if it can. */
export function shownAs(mediaType: string): ShownAs | undefined {
	if (mediaType === 'application/pdf') return 'pdf';
	if (mediaType === 'text/plain') return 'text';
	return PICTURES.includes(mediaType) ? 'image' : undefined;
}
