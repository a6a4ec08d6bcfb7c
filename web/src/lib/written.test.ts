import { expect, test } from 'vitest';
import { isolated, withLineBreaks } from './written.ts';

test.each(['שרה לוי', 'سارة', 'لوي (Levi)', 'Levi לוי', '\u{1e900}'])(
	'a name that may turn what is around it is held apart: %s',
	(name) => expect(isolated(name)).toBe(`\u2068${name}\u2069`)
);

test('a name that turns nothing stays as it is', () => {
	expect(isolated('Hartley & Rowe LLP')).toBe('Hartley & Rowe LLP');
});

test('no mark in a name reaches beyond it', () => {
	expect(isolated('Nora \u202eyeltraH\u2069')).toBe('Nora yeltraH');
	expect(isolated('\u2069\u202eשרה')).toBe('\u2068שרה\u2069');
});

test.each(['\n', '\r', '\r\n', '\v', '\f', '\u0085', '\u2028', '\u2029'])(
	'a line begins anew after %j',
	(mark) => expect(withLineBreaks(`one${mark}two${mark}${mark}three`)).toBe('one\ntwo\n\nthree')
);
