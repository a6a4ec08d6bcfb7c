/** Where one came from, so that Back leads to the very line and the browser's own Back agrees. */

import { idIn } from '#lib/portal/narrowed.ts';

/** The address to go to where there is no way back: the page was opened by a link from elsewhere.
 *  `search`: the document's own, which names where that was. */
export function wayBack(
	search: Pick<URLSearchParams, 'get'>,
	conversation: string | null | undefined
): string {
	const from = search.get('from');
	if (from === 'conversation' && conversation) return `/msgs/${conversation}`;
	const form = idIn(search, 'form');
	if (from !== 'form' || !form) return '/documents';
	const sent = Number(search.get('sent'));
	return (
		`/documents/forms/${form}` + (Number.isSafeInteger(sent) && sent > 0 ? `/sent/${sent}` : '')
	);
}

/** The same address with the page that is looked at; the first one goes without saying. */
export function atPage(address: string, page: number): string {
	const there = new URL(address);
	if (page > 1) there.searchParams.set('page', String(page));
	else there.searchParams.delete('page');
	return there.pathname + there.search;
}

/** The page that an address names; 1 where it names none. */
export function pageIn(address: string): number {
	const page = Number(new URL(address).searchParams.get('page'));
	return Number.isSafeInteger(page) && page > 0 ? page : 1;
}
