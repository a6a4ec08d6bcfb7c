import { expect, test } from 'vitest';
import { showsSomething } from './shows.ts';

test.each([
	'',
	' \n\t',
	'\u200b',
	'\u3164',
	'\u2800',
	'\ufe0f',
	'\u202e\u2060',
	'\u00a0\u3000',
	'\u0301',
	'\u{1D159}'
])('%j shows nothing', (text) => expect(showsSomething(text)).toBe(false));

test.each(['a', '👩\u200d⚖\ufe0f', 'نامه\u200cای', '.', '\u{1fae9}'])(
	'%j shows something',
	(text) => expect(showsSomething(text)).toBe(true)
);
