/** A list that the portal gives in pages: what of it is here, and how to get the rest. */

import { problemOf, type Problem } from '#lib/api/problem.ts';
import { onceMore } from '#lib/once-more.ts';

export const PAGE = 50; // items
export const LONGEST = 100; // items in a page, as the portal gives them

export interface Page<T> {
	items: T[];
	/** Where the page after it begins. */
	next: string | null;
}

export type FetchPage<T> = (query: { cursor?: string; limit: number }) => Promise<Page<T>>;

export class Pages<T extends { id: string }> {
	items = $state.raw<T[]>([]);
	loaded = $state(false);
	problem = $state.raw<Problem>();
	/** Why there is no more than this, though there is more. */
	moreProblem = $state.raw<Problem>();
	fetchingMore = $state(false);
	next = $state<string | null>(null);

	#fetch: FetchPage<T>;

	constructor(fetch: FetchPage<T>) {
		this.#fetch = fetch;
	}

	get more(): boolean {
		return this.next !== null;
	}

	/** Fetches anew what is here. Calls that come meanwhile end in one more. */
	readonly refresh = onceMore(async () => {
		this.problem = await problemOf(this.fetchFirst());
	});

	/** Fetches the next page; `before` runs just before it is put behind those that are there. */
	async fetchMore(before: () => void = () => {}): Promise<void> {
		if (!this.more || this.fetchingMore) return;
		this.fetchingMore = true;
		this.moreProblem = undefined;
		const fetching = problemOf(this.fetchNext(before));
		this.moreProblem = await fetching.finally(() => (this.fetchingMore = false));
	}

	/** Like `refresh`, for whoever shows the problem: throws it. */
	async fetchFirst(): Promise<void> {
		const limit = Math.min(Math.max(this.items.length, PAGE), LONGEST);
		const page = await this.#fetch({ limit });
		const further = this.items.length > LONGEST ? without(this.items, page.items) : [];
		if (further.length === 0) this.next = page.next;
		this.items = [...page.items, ...further];
		this.moreProblem = undefined;
		this.loaded = true;
	}

	/** Like `fetchMore`, for whoever shows the problem: throws it. */
	async fetchNext(before: () => void = () => {}, limit = PAGE): Promise<void> {
		if (this.next === null) return;
		const page = await this.#fetch({ cursor: this.next, limit });
		before();
		this.items = [...this.items, ...this.unknown(page.items)];
		this.next = page.next;
	}

	/** Those of the items that are not here. */
	unknown(items: T[]): T[] {
		return without(items, this.items);
	}

	/** What is known of one item before it is fetched again. */
	change(id: string, change: Partial<T>): void {
		this.items = this.items.map((each) => (each.id === id ? { ...each, ...change } : each));
	}
}

function without<T extends { id: string }>(items: T[], known: T[]): T[] {
	const ids = new Set(known.map(({ id }) => id));
	return items.filter(({ id }) => !ids.has(id));
}
