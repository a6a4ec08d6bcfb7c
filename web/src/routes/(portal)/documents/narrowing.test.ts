import { expect, test } from 'vitest';
import { NIL } from '#lib/ids.ts';
import { asQuery, count, read, turned, written } from './narrowing.ts';

const MATTER = '018f3c2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f';
const of = (search: string) => read(new URLSearchParams(search));

test.each(['', `?q=lease&firm=calder&matter=${MATTER}&from=${MATTER}&kind=pdf&new=1&sort=name`])(
	'an address is read and written again as it was: %s',
	(search) => expect(written(of(search))).toBe(search)
);

test('what no portal has put into an address narrows nothing', () => {
	const odd = of('?kind=program&new=yes&sort=colour');
	expect(written(odd)).toBe('');
	expect(asQuery(odd)).toEqual({ sort: '-date' });
});

test('a matter and a sender that can be none narrow to nothing', () => {
	const odd = of('?matter=x&from=1');
	expect(asQuery(odd)).toEqual({ matter_id: NIL, from_id: NIL, sort: '-date' });
	expect(count(odd)).toBe(2);
});

test('what is searched for is asked for without the spaces around it', () => {
	expect(asQuery(of('?q=+lease+')).q).toBe('lease');
});

test('what narrows is counted, without the search', () => {
	expect(count(of(`?q=lease&matter=${MATTER}&new=1&sort=name`))).toBe(2);
});

test('a column sorts the one way at first, then the other', () => {
	expect(turned('-date', 'name')).toBe('name');
	expect(turned('name', 'name')).toBe('-name');
	expect(turned('name', 'size')).toBe('-size');
	expect(turned('-size', 'size')).toBe('size');
});
