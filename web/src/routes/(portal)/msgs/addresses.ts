/** Addresses in Msgs: what the list is narrowed to, and what is looked for, stay in them. */

import { narrowed } from '#lib/portal/narrowed.ts';

export interface Looking {
	firm?: string;
	matter?: string;
	/** What is looked for. */
	q?: string;
	/** The message that was found, to be shown. */
	at?: string;
}

/** The end of an address. */
export function ending({ firm, matter, q, at }: Looking): string {
	const said = Object.entries({ firm, matter, q, at }).filter(([, value]) => value) as [
		string,
		string
	][];
	return said.length > 0 ? `?${new URLSearchParams(said)}` : '';
}

/** What an address says. */
export const looking = (search: Pick<URLSearchParams, 'get'>): Looking => ({
	firm: search.get('firm') ?? undefined,
	matter: narrowed(search).matter || undefined,
	q: search.get('q')?.slice(0, 200) || undefined,
	at: search.get('at') ?? undefined
});
