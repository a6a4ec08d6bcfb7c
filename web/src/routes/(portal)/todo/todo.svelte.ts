/** What waits for the person: how much of it, and the lists that were looked at. */

import { answer, api, type TodoItem } from '#lib/api/client.ts';
import { problemOf } from '#lib/api/problem.ts';
import { onceMore } from '#lib/once-more.ts';
import type { Hint } from '#lib/portal/hints.ts';
import { asSearch, type Narrowed } from '#lib/portal/narrowed.ts';
import { Pages } from '#lib/portal/pages.svelte.ts';
import type { Store } from '#lib/portal/section.ts';

export type Tab = 'open' | 'done';
export type Item = TodoItem & { id: string };

export class Todo implements Store {
	count = $state(0);

	#lists = new Map<string, Pages<Item>>();

	/** A tab, as it was when one looked at it last. */
	list(tab: Tab, narrowed: Narrowed): Pages<Item> {
		const name = tab + asSearch(narrowed);
		const known = this.#lists.get(name) ?? listOf(tab, narrowed);
		this.#lists.set(name, known);
		return known;
	}

	/** How much there is. A count that cannot be had now comes with the next look. */
	readonly refresh = onceMore(async () => {
		await problemOf(
			answer(api.GET('/v1/todo/count')).then(({ count }) => {
				this.count = count;
			})
		);
	});

	/** The portal tells it of the list itself, once that has followed what happened. */
	hears(hint: Hint): boolean {
		return hint.type === 'todo.changed' || hint.type === 'resync';
	}

	/** The list is about all firms. */
	firmOf(): undefined {
		return undefined;
	}
}

function listOf(tab: Tab, { firm, matter }: Narrowed): Pages<Item> {
	const narrow = { tab, firm_id: firm || undefined, matter_id: matter || undefined };
	return new Pages(async (query) => {
		const page = await answer(api.GET('/v1/todo', { params: { query: { ...narrow, ...query } } }));
		return { ...page, items: page.items.map(itemOf) };
	});
}

/** An item with an id that is its own among things of all kinds. */
export const itemOf = (item: TodoItem): Item => ({
	...item,
	id: `${item.about.kind}/${item.about.id}`
});
