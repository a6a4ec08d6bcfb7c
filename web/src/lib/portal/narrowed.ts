/** What the lists of all sections are narrowed to: a firm, a matter. The address of the page keeps it,
 *  and the frame's links pass it on. */

export interface Narrowed {
	firm: string;
	matter: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What no portal could have put there is left out. */
export function narrowed(search: Pick<URLSearchParams, 'get'>): Narrowed {
	return { firm: (search.get('firm') ?? '').slice(0, 40), matter: idIn(search, 'matter') };
}

/** The id of this name in an address; empty where it is none. */
export function idIn(search: Pick<URLSearchParams, 'get'>, name: string): string {
	const id = search.get(name) ?? '';
	return UUID.test(id) ? id : '';
}

/** The end of an address that narrows its list to this. */
export function asSearch(narrowed: Partial<Narrowed>): string {
	const search = new URLSearchParams(Object.entries(narrowed).filter(([, value]) => value));
	return String(search) ? `?${search}` : '';
}
