/** The sealed link that a person came by, until the portal has taken it. */

import { inTab } from '#lib/kept.ts';

const NAME = 'redwell.link';

/** The link in the page's address, else the one kept for this tab from a try that found no portal.
 *  It leaves the address at once, so that nobody who sees the screen or the history can take it. */
export function takeLink(): string {
	const given = linkIn(location.hash);
	if (given) {
		history.replaceState(history.state, '', location.pathname);
		inTab.keep(NAME, given);
	}
	return inTab.kept(NAME) ?? '';
}

/** The link in a fragment, less what mail filters put around it. */
export function linkIn(fragment: string): string {
	return /^#(?:#|%23)?([\w.-]+)/i.exec(fragment)?.[1] ?? fragment.slice(1);
}

export function dropLink(): void {
	inTab.forget(NAME);
}
