import { expect, test } from 'vitest';
import { leftOut, letters } from './book.ts';

const sheet = (rows: string[][], more_rows = 0, more_columns = 0) => ({
	name: 'Costs',
	rows,
	more_rows,
	more_columns
});

test('columns have letters, as many as the widest row needs', () => {
	expect(letters(sheet([['a'], ['a', 'b', 'c']]))).toEqual(['A', 'B', 'C']);
	expect(letters(sheet([Array(28).fill('x')])).slice(-3)).toEqual(['Z', 'AA', 'AB']);
	expect(letters(sheet([]))).toEqual(['A']);
});

test('what is not shown is said', () => {
	expect(leftOut(sheet([['a']]), 0)).toBe('');
	expect(leftOut(sheet(Array(500).fill(['a']), 49_500), 0)).toBe(
		'The first 500 rows are shown. Download the file to see all of it.'
	);
	expect(leftOut(sheet([['a']], 0, 3), 2)).toBe(
		'3 more columns are not shown. 2 more sheets are not shown. Download the file to see all of it.'
	);
});
