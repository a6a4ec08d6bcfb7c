import { expect, test } from 'vitest';
import { ending, looking } from './addresses.ts';

test('an address says what the list is narrowed to, what is looked for, and what was found', () => {
	const all = { firm: 'calder', q: 'pérez & co', at: 'x' };
	expect(looking(new URLSearchParams(ending(all)))).toEqual(all);
	expect(ending({})).toBe('');
	expect(ending({ q: '', at: undefined })).toBe('');
});

test('what is too long to be looked for is cut', () => {
	expect(looking(new URLSearchParams({ q: 'x'.repeat(300) })).q).toHaveLength(200);
});
