import { expect, test } from 'vitest';
import type { Message } from '#lib/api/client.ts';
import { choicesOf } from './choices.ts';

const FROM_THE_FIRM = { body: 'Noted.', mine: false, withdrawn: null, pinned: null };

const labels = (what: object, closed = false) =>
	choicesOf({ ...FROM_THE_FIRM, ...what } as Message, closed, () => {}).map(({ label }) => label);

test('everybody answers, pins and copies; only who wrote it edits and withdraws', () => {
	expect(labels({})).toEqual(['Answer', 'Pin', 'Copy', 'Details']);
	expect(labels({ mine: true })).toEqual([
		...['Answer', 'Pin', 'Copy', 'Edit', 'Withdraw', 'Details']
	]);
});

test('what is pinned can be unpinned, and files alone are nothing to copy', () => {
	expect(labels({ pinned: { name: 'Nora', mine: false, at: '' }, body: '' })).toEqual([
		...['Answer', 'Unpin', 'Details']
	]);
});

test('nothing becomes of a message in a closed matter, or of one that was withdrawn', () => {
	expect(labels({ mine: true }, true)).toEqual(['Copy', 'Details']);
	expect(labels({ mine: true, withdrawn: { name: 'Ana', mine: true, at: '' } })).toEqual([
		'Details'
	]);
});

test('a choice says which deed it is', () => {
	const done: string[] = [];
	const choices = choicesOf(FROM_THE_FIRM as Message, false, (deed) => done.push(deed));
	choices[0]!.act();
	expect(done).toEqual(['Answer']);
});
