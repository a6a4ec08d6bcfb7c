/** The sealed link that a person came by, until the portal has taken it. */

import { inTab } from '#lib/kept.ts';

const NAME = 'redwell.link';

/** The link in the page's address, else the one kept for this tab from a try that found no portal.
 *  It leaves the address at once, so that nobody who sees the screen or the history can take it. */
export function takeLink(): string {
	const given = location.hash.slice(1);
	if (given) {
		history.replaceState(history.state, '', location.pathname);
		inTab.keep(NAME, given);
	}
	return inTab.kept(NAME) ?? '';
}

export function dropLink(): void {
	inTab.forget(NAME);
}
