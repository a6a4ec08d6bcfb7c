import { expect, test } from 'vitest';
import { asSearch, narrowed } from './narrowed.ts';

const MATTER = '1b9ac113-9a05-5900-8942-3e42ccd1d941';

test.each(['', `?firm=calder`, `?matter=${MATTER}`, `?firm=calder&matter=${MATTER}`])(
	'what the address %j says is kept',
	(search) => expect(asSearch(narrowed(new URLSearchParams(search)))).toBe(search)
);

test.each([`?matter=1`, '?firm=&matter=', `?matter=${MATTER}0`, '?q=lease'])(
	'what %j holds narrows nothing',
	(search) => expect(asSearch(narrowed(new URLSearchParams(search)))).toBe('')
);
