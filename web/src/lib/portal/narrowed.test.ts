import { expect, test } from 'vitest';
import { NIL } from '#lib/ids.ts';
import { asSearch, narrowed, tidied } from './narrowed.ts';

const MATTER = '1b9ac113-9a05-5900-8942-3e42ccd1d941';

test.each(['', `?firm=calder`, `?matter=${MATTER}`, `?firm=calder&matter=${MATTER}`])(
	'what the address %j says is kept',
	(search) => expect(asSearch(narrowed(new URLSearchParams(search)))).toBe(search)
);

test.each(['?firm=&matter=', '?q=lease'])('what %j holds narrows nothing', (search) =>
	expect(asSearch(narrowed(new URLSearchParams(search)))).toBe('')
);

test.each([`?matter=1`, `?matter=${MATTER}0`, '?matter=nonsense'])(
	'a matter that can be none, as in %j, narrows to nothing',
	(search) => expect(narrowed(new URLSearchParams(search)).matter).toBe(NIL)
);

test.each([
	['/todo?firm=&matter=', '/todo'],
	['/documents?q=lease&matter=', '/documents?q=lease'],
	[`/billing?matter=${MATTER}`, undefined],
	['/events?matter=nonsense', undefined],
	['/events', undefined]
])('of %s what narrows nothing is left out', (path, left) =>
	expect(tidied(new URL(path, 'https://portal.example'))).toBe(left)
);
