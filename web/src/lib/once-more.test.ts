import { expect, test } from 'vitest';
import { onceMore } from './once-more.ts';

/** Runs that end when told to. */
function slow() {
	const ends: (() => void)[] = [];
	const run = onceMore(() => new Promise<void>((resolve) => ends.push(resolve)));
	const end = async () => {
		ends.at(-1)!();
		await new Promise((resolve) => setTimeout(resolve));
	};
	return { run, end, runs: () => ends.length };
}

test('calls that come while one runs end in one more run, however many they are', async () => {
	const { run, end, runs } = slow();
	void run();
	void run();
	void run();
	expect(runs()).toBe(1);
	await end();
	expect(runs()).toBe(2);
	await end();
	expect(runs()).toBe(2);
});

test('a call after the end of a run is a run of its own', async () => {
	const { run, end, runs } = slow();
	const first = run();
	await end();
	await first;
	void run();
	expect(runs()).toBe(2);
});

test('a run that fails does not keep the next one from running', async () => {
	let runs = 0;
	const run = onceMore(async () => {
		runs++;
		throw new Error('mistake');
	});
	await expect(run()).rejects.toThrow('mistake');
	await expect(run()).rejects.toThrow('mistake');
	expect(runs).toBe(2);
});
