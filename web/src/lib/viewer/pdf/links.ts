/** Links on a page of a PDF: to another page of it, or out into the web. Whatever else a link may do in
 *  a PDF (run a script, open a file, send a form) it does not do here. */

import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Spot } from '../comments/spots.ts';

export interface PageLink {
	/** In parts of the page, as it stands when it is not turned. */
	box: Spot;
	/** Where it leads in the web. */
	url?: URL;
	/** Where it leads in the document, as its maker wrote it (ISO 32000-1, 12.3.2). */
	destination?: string | unknown[];
}

/** As pdf.js tells of it. */
interface Told {
	subtype?: string;
	rect: number[];
	url?: string;
	dest?: string | unknown[] | null;
}

export async function linksOf(page: PDFPageProxy): Promise<PageLink[]> {
	const viewport = page.getViewport({ scale: 1 });
	const { width, height } = viewport;
	const told = (await page.getAnnotations()) as Told[];
	return told.flatMap((each) => {
		const link = leads(each);
		if (!link) return [];
		const [left, bottom, right, top] = each.rect as [number, number, number, number];
		const [a, b] = viewport.convertToViewportPoint(left, bottom);
		const [c, d] = viewport.convertToViewportPoint(right, top);
		return [
			{
				...link,
				box: {
					left: Math.min(a, c) / width,
					top: Math.min(b, d) / height,
					width: Math.abs(c - a) / width,
					height: Math.abs(d - b) / height
				}
			}
		];
	});
}

/** Undefined for what leads nowhere. */
export function leads({
	subtype,
	url,
	dest
}: Omit<Told, 'rect'>): Omit<PageLink, 'box'> | undefined {
	if (subtype !== 'Link') return;
	if (dest) return { destination: dest };
	const there = url && URL.canParse(url) ? new URL(url) : undefined;
	return there && ['http:', 'https:'].includes(there.protocol) ? { url: there } : undefined;
}

/** The page that a destination names, counted from 1; undefined for one that is not there. */
export async function pageOf(
	pdf: PDFDocumentProxy,
	destination: string | unknown[]
): Promise<number | undefined> {
	const named = typeof destination === 'string';
	const [page] = (named ? await pdf.getDestination(destination) : destination) ?? [];
	if (typeof page === 'number') return page + 1;
	return page ? (await pdf.getPageIndex(page as never)) + 1 : undefined;
}
