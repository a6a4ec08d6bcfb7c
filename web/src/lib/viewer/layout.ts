/** Where pages stand below each other, and which of them are in sight. */

export interface Size {
	width: number;
	height: number;
}

/** Where a page stands in what is scrolled, in pixels. */
export interface Extent {
	top: number;
	height: number;
}

/** A spot: how far down on which page, counted from 1; `part` of its height, 0 at its top. */
export interface Spot {
	page: number;
	part: number;
}

export const GAP = 12; // px above, between and below the pages

/** As it looks turned by so many degrees. */
export const turned = ({ width, height }: Size, degrees: number): Size =>
	degrees % 180 ? { width: height, height: width } : { width, height };

export function extents(sizes: Size[], scale: number): Extent[] {
	let top = GAP;
	return sizes.map(({ height }) => {
		const extent = { top, height: height * scale };
		top += extent.height + GAP;
		return extent;
	});
}

/** The first and the last page, counted from 1, of which something is between the two heights. */
export function between(extents: Extent[], from: number, to: number): [number, number] {
	const first = at(extents, from);
	return [first, Math.max(first, at(extents, to))];
}

/** The page that one reads: the one in the upper third of the window. */
export const read = (extents: Extent[], top: number, height: number): number =>
	at(extents, top + height / 3);

export function spotAt(extents: Extent[], top: number): Spot {
	const page = at(extents, top);
	const { top: begin, height } = extents[page - 1]!;
	return { page, part: (top - begin) / height };
}

/** Never beyond the last page, whatever an address says. */
export function topOf(extents: Extent[], { page, part }: Spot): number {
	const known = Math.min(Math.max(1, page), extents.length);
	const { top, height } = extents[known - 1]!;
	return top + part * height;
}

/** The page at this height, or the next above it. */
function at(extents: Extent[], top: number): number {
	let [low, high] = [0, extents.length - 1];
	while (low < high) {
		const middle = Math.ceil((low + high) / 2);
		if (extents[middle]!.top <= top) low = middle;
		else high = middle - 1;
	}
	return low + 1;
}
