/** Where words that were looked for stand on a page. */

import type { Stretch } from './folded.ts';

/** In parts of the page, from its upper left corner. */
export interface Box {
	left: number;
	top: number;
	width: number;
	height: number;
}

/** @param strings of the page, as its text layer has them, each in an element of its own
 *  @param ends whether a line ends after it */
export function boxes(
	{ from, to }: Stretch,
	strings: string[],
	ends: boolean[],
	elements: HTMLElement[],
	page: DOMRect
): Box[] {
	let begin = 0;
	return strings.flatMap((string, at) => {
		const end = begin + string.length;
		const [first, last] = [Math.max(from, begin) - begin, Math.min(to, end) - begin];
		begin = end + (ends[at] ? 1 : 0);
		const text = elements[at]?.firstChild;
		if (first >= last || !text) return [];
		const range = document.createRange();
		range.setStart(text, first);
		range.setEnd(text, last);
		return [...range.getClientRects()].map((rect) => within(page, rect));
	});
}

const within = (page: DOMRect, { left, top, width, height }: DOMRect): Box => ({
	left: (left - page.left) / page.width,
	top: (top - page.top) / page.height,
	width: width / page.width,
	height: height / page.height
});
