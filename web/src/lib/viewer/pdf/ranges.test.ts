import { expect, test } from 'vitest';
import { Problem } from '#lib/api/problem.ts';
import { Ranges } from './ranges.ts';

const AWAY = new Problem('unavailable', 0, 'We cannot reach the portal.');

/** Ranges of a file that can be had or not, and all that came of them. */
function scene() {
	const file = { away: false };
	const given: number[] = [];
	const told: (Problem | undefined)[] = [];
	const range = async (begin: number, end: number, signal: AbortSignal) => {
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
	return { ranges, file, given, told };
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

test('after the end nothing is given and nothing told', async () => {
	const { ranges, given, told } = scene();
	const asked = ranges.ask(0, 10);
	ranges.stop();
	await asked;
	expect([given, told]).toEqual([[], []]);
});
