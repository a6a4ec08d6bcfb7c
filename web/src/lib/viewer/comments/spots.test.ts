import { expect, test } from 'vitest';
import type { Message } from '#lib/api/client.ts';
import { between, inOrder, turned } from './spots.ts';

const SPOT = { left: 0.1, top: 0.2, width: 0.3, height: 0.05 };

test('on a page that is turned a spot lies where its words are', () => {
	expect(turned(SPOT, 0)).toEqual(SPOT);
	const { left, top, width, height } = turned(SPOT, 90);
	expect([left, top, width, height].map((each) => each.toFixed(2))).toEqual([
		'0.75',
		'0.10',
		'0.05',
		'0.30'
	]);
});

test.each([90, 180, 270])('turned by %i and back it is the same', (degrees) => {
	const back = turned(turned(SPOT, degrees), -degrees);
	for (const side of ['left', 'top', 'width', 'height'] as const) {
		expect(back[side]).toBeCloseTo(SPOT[side]);
	}
});

test('a stroke marks what lies between its ends, in whichever direction, and never beyond the page', () => {
	const spot = { left: 0.25, top: 0.5, width: 0.5, height: 0.25 };
	expect(between({ x: 0.25, y: 0.5 }, { x: 0.75, y: 0.75 })).toEqual(spot);
	expect(between({ x: 0.75, y: 0.75 }, { x: 0.25, y: 0.5 })).toEqual(spot);
	expect(between({ x: 0.5, y: 0.5 }, { x: 3, y: -2 })).toEqual({
		left: 0.5,
		top: 0,
		width: 0.5,
		height: 0.5
	});
});

test('a press marks what is around it, and near an edge as much', () => {
	const { left, width, height } = between({ x: 0.5, y: 0.5 }, { x: 0.501, y: 0.5 });
	expect(left).toBeCloseTo(0.4);
	expect([width, height]).toEqual([0.2, 0.03]);
	const corner = between({ x: 1, y: 0 }, { x: 1, y: 0 });
	expect([corner.left, corner.top]).toEqual([0.8, 0]);
});

test('comments come as the document is read, of one place the earlier first', () => {
	const on = (id: string, page: number | null, top?: number) =>
		({
			id,
			sent_at: id,
			about: { page, spot: top === undefined ? null : { ...SPOT, top } }
		}) as unknown as Message;
	const read = [
		on('5', null),
		on('3', 2),
		on('9', 2),
		on('1', 2, 0.1),
		on('2', 2, 0.9),
		on('0', 7)
	];
	expect(read.toReversed().sort(inOrder)).toEqual(read);
});
