import { expect, test } from 'vitest';
import { reroute } from '../../hooks.ts';
import { linkIn } from './link.ts';

const LINK = `eyJhIjoxfQ.s1g-n_d${'x'.repeat(36)}`;
const [HALF, REST] = [LINK.slice(0, 8), LINK.slice(8)];

test.each([
	`/open#${LINK}`,
	`/open#%23${LINK}`,
	`/open%23${LINK}`,
	`/open/%23${LINK}`,
	`/open%2523${LINK}`,
	`/open%252523${LINK}`,
	`/open&#35;${LINK}`,
	`/open&%2335;${LINK}`,
	`/open=23${LINK}`,
	`/open?${LINK}`,
	`/open?from=mail#${LINK}`,
	`/OPEN#${LINK}`,
	`/open#${LINK}.`,
	`/open#${LINK}%3E`,
	`/open#%3C${LINK}>,`,
	`/open%23${LINK}%29.`,
	`/open#${LINK}&utm_source=mail`,
	`/open#${LINK}%3Futm_source=mail`,
	`/open#${HALF}%20${REST}`,
	`/open#${HALF}%0D%0A${REST}`,
	`/open#${HALF}=${REST}`,
	`/open#${LINK}%20Thanks`
])('the link is found in %s', (address) => {
	expect(linkIn(`https://portal.example${address}`)).toBe(LINK);
	expect(reroute({ url: new URL(address, 'https://portal.example') })).toBe('/open');
});

test.each([
	['https://portal.example/open#no-link', 'no-link'],
	['https://portal.example/open#', ''],
	['https://portal.example/open', '']
])('of %s what stands in its place is %s', (address, given) => {
	expect(linkIn(address)).toBe(given);
});
