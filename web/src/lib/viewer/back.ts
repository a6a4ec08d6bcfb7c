/** Where one came from, so that Back leads to the very line and the browser's own Back agrees. */

import { isId } from '#lib/ids.ts';

/** The address to go to where there is no way back: the page was opened by a link from elsewhere.
 *  `search`: the document's own, which names where that was. */
export function wayBack(
	search: Pick<URLSearchParams, 'get'>,
	conversation: string | null | undefined
): string {
	const from = search.get('from');
	if (from === 'conversation' && conversation) return `/msgs/${conversation}`;
	const form = search.get('form') ?? '';
	if (from !== 'form' || !isId(form)) return '/documents';
	const sent = Number(search.get('sent'));
	return (
		`/documents/forms/${form}` + (Number.isSafeInteger(sent) && sent > 0 ? `/sent/${sent}` : '')
	);
}

/** The same address with the page that is looked at; the first one goes without saying. */
export const atPage = (address: string, page: number): string => changed(address, { page });

/** The same address for a version, or for the newest, and a place in that. */
export function atVersion(
	address: string,
	version: number | undefined,
	place: { page?: number | null; comment?: string } = {}
): string {
	return changed(address, { page: undefined, comment: undefined, ...place, version });
}

/** The page that an address names; 1 where it names none. */
export const pageIn = (address: string): number => numberIn(address, 'page') ?? 1;

/** The version that an address names, if it names one. */
export const versionIn = (address: string): number | undefined => numberIn(address, 'version');

function numberIn(address: string, name: string): number | undefined {
	const number = Number(new URL(address).searchParams.get(name));
	return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

function changed(
	address: string,
	named: Record<string, string | number | null | undefined>
): string {
	const there = new URL(address);
	for (const [name, value] of Object.entries(named)) {
		if (!value || (name === 'page' && value === 1)) there.searchParams.delete(name);
		else there.searchParams.set(name, String(value));
	}
	return there.pathname + there.search;
}
