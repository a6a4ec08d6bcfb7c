import { expect, test } from 'vitest';
import { Lanes } from './lanes.ts';

const settled = () => new Promise((resolve) => setTimeout(resolve));

/** Lanes with some that have asked for one; `inside` are those that are in, in the order they came. */
async function asked(count: number, ...whose: string[]) {
	const lanes = new Lanes(count);
	const inside: { whose: string; leave: () => void }[] = [];
	const ask = (who: string) =>
		void lanes.enter(who).then((leave) => inside.push({ whose: who, leave }));
	whose.forEach(ask);
	await settled();
	return { ask, inside, names: () => inside.map(({ whose }) => whose) };
}

test('no more are in than there are lanes, and one comes in for each that leaves', async () => {
	const { inside, names } = await asked(3, 'a', 'a', 'a', 'a', 'a');
	expect(names().length).toBe(3);
	inside[0]!.leave();
	await settled();
	expect(names().length).toBe(4);
});

test('a small file passes a large one that asked before', async () => {
	const { inside, names } = await asked(2, 'large', 'large', 'large', 'large', 'small');
	inside[0]!.leave();
	await settled();
	expect(names()).toEqual(['large', 'large', 'small']);
});

test('who has asked first comes first among equals', async () => {
	const { inside, names } = await asked(1, 'a', 'b', 'c');
	inside[0]!.leave();
	await settled();
	inside[1]!.leave();
	await settled();
	expect(names()).toEqual(['a', 'b', 'c']);
});
