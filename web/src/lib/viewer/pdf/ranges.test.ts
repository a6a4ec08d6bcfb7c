import { expect, test } from 'vitest';
import { Problem } from '#lib/api/problem.ts';
import { PIECE, Ranges } from './ranges.ts';

const AWAY = new Problem('unavailable', 0, 'We cannot reach the portal.');

/** Ranges of a file that can be had or not, and all that came of them. */
function scene() {
	const file = { away: false };
	const given: number[] = [];
	const told: (Problem | undefined)[] = [];
	const fetched: number[][] = [];
	const range = async (begin: number, end: number, signal: AbortSignal) => {
		fetched.push([begin, end]);
		await Promise.resolve();
		signal.throwIfAborted();
		if (file.away) throw AWAY;
		return new ArrayBuffer(end - begin);
	};
	const ranges = new Ranges(
		{ range },
		(begin, piece) => given.push(begin, piece.byteLength),
		(problem) => told.push(problem)
	);
	return { ranges, file, given, told, fetched };
}

test('what is asked for is given where it belongs', async () => {
	const { ranges, given, told } = scene();
	await Promise.all([ranges.ask(0, 10), ranges.ask(100, 130)]);
	expect(given).toEqual([0, 10, 100, 30]);
	expect(told).toEqual([]);
});

test('what could not be had is told, and had when it is asked for again', async () => {
	const { ranges, file, given, told } = scene();
	file.away = true;
	await Promise.all([ranges.ask(0, 10), ranges.ask(100, 130)]);
	expect([given, told]).toEqual([[], [AWAY, AWAY]]);
	file.away = false;
	await ranges.again();
	expect(given).toEqual([0, 10, 100, 30]);
	expect(told.at(-1)).toBeUndefined();
	await ranges.again();
	expect(given).toHaveLength(4);
});

test('where a file begins and ends is fetched once, before it is asked for', async () => {
	const { ranges, given, fetched } = scene();
	const size = 10 * PIECE + 5;
	ranges.begin(size);
	await Promise.all([ranges.ask(0, PIECE), ranges.ask(10 * PIECE, size)]);
	expect(given).toEqual([0, PIECE, 10 * PIECE, 5]);
	expect(fetched).toEqual([
		[0, PIECE],
		[size - 2 * PIECE, size]
	]);
	await ranges.ask(PIECE, 2 * PIECE);
	expect(fetched).toHaveLength(3);
});

test('a small file is fetched whole, and anew where that was in vain', async () => {
	const { ranges, file, given, told, fetched } = scene();
	file.away = true;
	ranges.begin(300);
	await new Promise((resolve) => setTimeout(resolve));
	file.away = false;
	await ranges.ask(0, 300);
	expect([given, told]).toEqual([[0, 300], []]);
	expect(fetched).toEqual([
		[0, 300],
		[0, 300]
	]);
});

test('after the end nothing is given and nothing told', async () => {
	const { ranges, given, told } = scene();
	const asked = ranges.ask(0, 10);
	ranges.stop();
	await asked;
	expect([given, told]).toEqual([[], []]);
});
