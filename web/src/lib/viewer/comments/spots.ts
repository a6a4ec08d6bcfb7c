/** Rectangles on a page, in parts of it, as the page stands when it is not turned. */

import type { Message } from '#lib/api/client.ts';

export interface Spot {
	left: number;
	top: number;
	width: number;
	height: number;
}

export interface Point {
	x: number;
	y: number;
}

const LEAST = 0.01; // parts of the page: what is smaller was a press, and no stroke
const PRESSED = { width: 0.2, height: 0.03 }; // what is marked around a press

/** As it lies on the page once that is turned by so many degrees, clockwise. */
export function turned({ left, top, width, height }: Spot, degrees: number): Spot {
	const sides = { width: height, height: width };
	switch (((degrees % 360) + 360) % 360) {
		case 90:
			return { left: 1 - top - height, top: left, ...sides };
		case 180:
			return { left: 1 - left - width, top: 1 - top - height, width, height };
		case 270:
			return { left: top, top: 1 - left - width, ...sides };
		default:
			return { left, top, width, height };
	}
}

/** What a stroke from one point to another marks, wherever on the screen it ends. */
export function between(one: Point, other: Point): Spot {
	const [left, right] = sorted(within(one.x), within(other.x));
	const [top, bottom] = sorted(within(one.y), within(other.y));
	const spot = { left, top, width: right - left, height: bottom - top };
	return Math.max(spot.width, spot.height) < LEAST ? around(one) : spot;
}

/** Documents are read from top to bottom: what is said of a whole one comes first. */
export function inOrder(one: Message, other: Message): number {
	const [a, b] = [placeOf(one), placeOf(other)];
	const first = a.findIndex((each, at) => each !== b[at]);
	return first < 0 ? 0 : a[first]! < b[first]! ? -1 : 1;
}

const placeOf = ({ about, sent_at, id }: Message): (number | string)[] => [
	about?.page ?? 0,
	about?.spot?.top ?? -1,
	about?.spot?.left ?? -1,
	sent_at,
	id
];

function around({ x, y }: Point): Spot {
	const { width, height } = PRESSED;
	const [left, top] = [x - width / 2, y - height / 2];
	return { left: fitting(left, width), top: fitting(top, height), width, height };
}

const within = (part: number) => Math.min(1, Math.max(0, part));
const fitting = (start: number, size: number) => Math.min(1 - size, Math.max(0, start));
const sorted = (one: number, other: number) =>
	(one < other ? [one, other] : [other, one]) as [number, number];
