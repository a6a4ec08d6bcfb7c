/** The sealed link that a person came by, until the portal has taken it. */

import { inTab } from '#lib/kept.ts';

const NAME = 'redwell.link';

// What was sealed begins with `{"`, and its signature has 32 bytes (contracts/links.py), in Base64.
const SEALED = /eyJ[\w-]+\.[\w-]{43}/;
const BROKEN_LINES = /%(?:20|0[9ad])|[\s=]/gi;

/** The link in the page's address, else the one kept for this tab from a try that found no portal.
 *  It leaves the address at once, so that nobody who sees the screen or the history can take it. */
export function takeLink(): string {
	const given = linkIn(location.href);
	if (given) {
		history.replaceState(history.state, '', '/open');
		inTab.keep(NAME, given);
	}
	return inTab.kept(NAME) ?? '';
}

/** The link in an address, wherever in it mail filters and programs have put it, and whatever around
 *  it: `#` written as `%23`, `=23` or `&#35;`, a full stop or a bracket behind, a line break within.
 *  Where there is none, what stands in a link's place, for the portal to refuse. */
export function linkIn(address: string): string {
	const [sealed] = SEALED.exec(address.replace(BROKEN_LINES, '')) ?? [];
	return sealed ?? address.split('#').slice(1).join('#');
}

export function dropLink(): void {
	inTab.forget(NAME);
}
