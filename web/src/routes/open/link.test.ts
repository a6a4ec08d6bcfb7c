import { expect, test } from 'vitest';
import { linkIn } from './link.ts';

test.each([
	['#eyJhIjoxfQ.s1g-n_d', 'eyJhIjoxfQ.s1g-n_d'],
	['#%23eyJhIjoxfQ.s1g-n_d', 'eyJhIjoxfQ.s1g-n_d'],
	['#eyJhIjoxfQ.s1g-n_d&utm_source=mail', 'eyJhIjoxfQ.s1g-n_d'],
	['#eyJhIjoxfQ.s1g-n_d?utm_source=mail', 'eyJhIjoxfQ.s1g-n_d'],
	['#', ''],
	['', '']
])('of %s the link is %s', (fragment, link) => expect(linkIn(fragment)).toBe(link));
