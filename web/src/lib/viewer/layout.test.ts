import { expect, test } from 'vitest';
import { between, extents, GAP, read, spotAt, topOf, turned } from './layout.ts';

const PAGE = { width: 600, height: 800 };
const places = extents(Array(200).fill(PAGE), 1);
const STEP = 800 + GAP;

test('pages stand below each other, with a gap before each', () => {
	expect(places[0]).toEqual({ top: GAP, height: 800 });
	expect(places[199]!.top).toBe(GAP + 199 * STEP);
	expect(extents([PAGE, PAGE], 0.5)[1]).toEqual({ top: 2 * GAP + 400, height: 400 });
});

test.each([
	['at the top', 0, 700, [1, 1]],
	['over an edge', 700, 1500, [1, 2]],
	['in the middle', 100 * STEP + GAP, 103 * STEP, [101, 103]],
	['beyond the end', 1e9, 2e9, [200, 200]],
	['above the start', -500, 100, [1, 1]]
])('a window %s shows these pages', (_, from, to, shown) =>
	expect(between(places, from, to)).toEqual(shown)
);

test('a window over a thousand pages holds as few as one over two', () => {
	const many = extents(Array(1000).fill(PAGE), 1);
	const [first, last] = between(many, 400_000, 400_000 + 2 * STEP);
	expect(last - first).toBeLessThanOrEqual(3);
});

test('one reads the page that fills the upper third', () => {
	expect(read(places, 0, 900)).toBe(1);
	expect(read(places, STEP - 200, 900)).toBe(2);
});

test('a spot is found again however large the pages are', () => {
	const spot = spotAt(places, 7.5 * STEP);
	expect(spot.page).toBe(8);
	const large = extents(Array(200).fill(PAGE), 3);
	const again = spotAt(large, topOf(large, spot));
	expect(again.page).toBe(8);
	expect(again.part).toBeCloseTo(spot.part);
	expect(topOf(places, spot)).toBeCloseTo(7.5 * STEP);
});

test('an address that names a page which is not there leads to the nearest', () => {
	expect(topOf(places, { page: 999, part: 0 })).toBe(places[199]!.top);
	expect(topOf(places, { page: -1, part: 0 })).toBe(GAP);
});

test('turned by a quarter, its sides are changed', () => {
	expect(turned(PAGE, 90)).toEqual({ width: 800, height: 600 });
	expect(turned(PAGE, 180)).toEqual(PAGE);
});
