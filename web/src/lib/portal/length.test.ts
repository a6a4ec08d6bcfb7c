import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { left, LONGEST, written } from './length.ts';

test('as much as the portal takes may be written', () => {
	const contract = readFileSync(
		new URL('../../../../contracts/openapi.yaml', import.meta.url),
		'utf8'
	);
	const [, longest] = /\n {4}SendMessage:[^]*?maxLength: (\d+)/.exec(contract)!;
	expect(LONGEST).toBe(Number(longest));
});

test.each([
	['a', 1],
	['😀', 1],
	['é', 1],
	['e\u0301', 2],
	['👩‍👧', 3],
	[' a\n', 1]
])('%j takes %i of it', (text, count) => expect(left(text)).toBe(LONGEST - count));

test('a message of emoji is as long as one of letters', () => {
	expect(left('😀'.repeat(LONGEST))).toBe(0);
	expect(left('😀'.repeat(LONGEST + 1))).toBe(-1);
});

test('half of a character is sent as one that can be read', () => {
	expect(written('a\ud83d')).toBe('a\u{fffd}');
	expect(written('😀')).toBe('😀');
});
