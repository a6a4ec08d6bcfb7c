/** What the list is narrowed to and how it is sorted, as the address of the page keeps it. */

import type { DocumentQuery } from '#lib/api/client.ts';
import { asksSomething } from '#lib/asking.ts';
import { KINDS } from '#lib/documents/kinds.ts';
import { idIn, narrowed, type Narrowed } from '#lib/portal/narrowed.ts';

export type Sort = NonNullable<DocumentQuery['sort']>;

export interface Narrowing extends Narrowed {
	q: string;
	from: string;
	kind: string;
	new: boolean;
	sort: Sort;
}

export const SORTS: Record<Sort, string> = {
	'-date': 'Newest first',
	date: 'Oldest first',
	name: 'By name, A to Z',
	'-name': 'By name, Z to A',
	'-size': 'Largest first',
	size: 'Smallest first'
};
const USUAL: Sort = '-date';

/** What no portal could have put there is left out. */
export function read(search: Pick<URLSearchParams, 'get'>): Narrowing {
	const text = (name: string) => search.get(name) ?? '';
	const sort = text('sort');
	return {
		q: text('q').slice(0, 200),
		...narrowed(search),
		from: idIn(search, 'from'),
		kind: text('kind') in KINDS ? text('kind') : '',
		new: text('new') === '1',
		sort: sort in SORTS ? (sort as Sort) : USUAL
	};
}

/** The end of the address. */
export function written(narrowing: Narrowing): string {
	const { sort, new: isNew, ...texts } = narrowing;
	const search = new URLSearchParams(Object.entries(texts).filter(([, value]) => value));
	if (isNew) search.set('new', '1');
	if (sort !== USUAL) search.set('sort', sort);
	return String(search) ? `?${search}` : '';
}

/** How the portal is asked for it. */
export const asQuery = (of: Narrowing): DocumentQuery => ({
	q: asksSomething(of.q) ? of.q.trim() : undefined,
	firm_id: of.firm || undefined,
	matter_id: of.matter || undefined,
	from_id: of.from || undefined,
	kind: (of.kind || undefined) as DocumentQuery['kind'],
	new: of.new || undefined,
	sort: of.sort
});

/** How many things narrow it, beside what is searched for. */
export const count = ({ firm, matter, from, kind, new: isNew }: Narrowing) =>
	[firm, matter, from, kind, isNew].filter(Boolean).length;

/** The sort after a press on a column's head. Names begin at A, the rest with the most. */
export function turned(now: Sort, column: 'name' | 'date' | 'size'): Sort {
	const first: Sort = column === 'name' ? 'name' : `-${column}`;
	const other: Sort = column === 'name' ? '-name' : column;
	return now === first ? other : first;
}
