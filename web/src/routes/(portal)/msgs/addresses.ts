/** Addresses in Msgs: what the list is narrowed to, and what is looked for, stay in them. */

export interface Looking {
	firm?: string;
	/** What is looked for. */
	q?: string;
	/** The message that was found, to be shown. */
	at?: string;
}

/** The end of an address. */
export function ending({ firm, q, at }: Looking): string {
	const said = Object.entries({ firm, q, at }).filter(([, value]) => value) as [string, string][];
	return said.length > 0 ? `?${new URLSearchParams(said)}` : '';
}

/** What an address says. */
export const looking = (search: Pick<URLSearchParams, 'get'>): Looking => ({
	firm: search.get('firm') ?? undefined,
	q: search.get('q')?.slice(0, 200) || undefined,
	at: search.get('at') ?? undefined
});
