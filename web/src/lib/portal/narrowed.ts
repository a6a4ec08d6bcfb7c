/** What the lists of all sections are narrowed to: a firm, a matter. The address of the page keeps it,
 *  and the frame's links pass it on. */

import { isId, NIL } from '#lib/ids.ts';

export interface Narrowed {
	firm: string;
	matter: string;
}

/** What no portal could have put there narrows to nothing, as what one may not see does: a list that
 *  is whole would be taken for what was asked for. */
export function narrowed(search: Pick<URLSearchParams, 'get'>): Narrowed {
	return { firm: (search.get('firm') ?? '').slice(0, 40), matter: idIn(search, 'matter') };
}

/** The id of this name in an address: empty where none stands there, that of nothing where what stands
 *  there is none. */
export function idIn(search: Pick<URLSearchParams, 'get'>, name: string): string {
	const id = search.get(name) ?? '';
	return !id || isId(id) ? id : NIL;
}

/** The end of an address that narrows its list to this. */
export function asSearch(narrowed: Partial<Narrowed>): string {
	const search = new URLSearchParams(Object.entries(narrowed).filter(([, value]) => value));
	return String(search) ? `?${search}` : '';
}

/** The address without what it says of narrowing and leaves empty; undefined where it leaves nothing so. */
export function tidied({
	pathname,
	searchParams
}: {
	pathname: string;
	searchParams: Pick<URLSearchParams, 'get' | 'toString'>;
}): string | undefined {
	const empty = ['firm', 'matter'].filter((name) => searchParams.get(name) === '');
	if (empty.length === 0) return undefined;
	const search = new URLSearchParams(String(searchParams));
	for (const name of empty) search.delete(name);
	return pathname + (String(search) ? `?${search}` : '');
}
