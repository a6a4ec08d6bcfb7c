/** The caller's conversations, as the list shows them and as the frame counts what is unread. */

import { answer, api, type ConversationSummary } from '#lib/api/client.ts';
import { asProblem, type Problem } from '#lib/api/problem.ts';

const MOST = 100; // the longest page that the portal gives

export class Conversations {
	items = $state.raw<ConversationSummary[]>([]);
	loaded = $state(false);
	problem = $state.raw<Problem>();
	unread = $derived(this.items.reduce((sum, each) => sum + each.unread, 0));
	more = $derived.by(() => this.#next !== null);

	#next = $state<string | null>(null);
	#asking: Promise<void> | null = null;
	#askAgain = false;

	/** Fetches the list anew. Calls that come while one is under way end in one more. */
	refresh(): Promise<void> {
		if (this.#asking) this.#askAgain = true;
		this.#asking ??= this.#fetchNewest().finally(() => {
			this.#asking = null;
			if (this.#askAgain) {
				this.#askAgain = false;
				void this.refresh();
			}
		});
		return this.#asking;
	}

	/** Fetches the next page, behind those that are there. */
	async fetchMore(): Promise<void> {
		await this.#fetch(async () => {
			const query = { cursor: this.#next ?? '', limit: 50 };
			const page = await answer(api.GET('/v1/conversations', { params: { query } }));
			this.#next = page.next;
			this.items = [...this.items, ...without(page.items, this.items)];
		});
	}

	/** What is unread in one conversation, known before the list is fetched again. */
	setUnread(id: string, unread: number): void {
		this.items = this.items.map((each) => (each.id === id ? { ...each, unread } : each));
	}

	#fetchNewest() {
		return this.#fetch(async () => {
			const limit = Math.min(Math.max(this.items.length, 50), MOST);
			const page = await answer(api.GET('/v1/conversations', { params: { query: { limit } } }));
			const further = this.items.length > MOST ? without(this.items, page.items) : [];
			if (further.length === 0) this.#next = page.next;
			this.items = [...page.items, ...further];
			this.loaded = true;
		});
	}

	async #fetch(run: () => Promise<void>) {
		try {
			await run();
			this.problem = undefined;
		} catch (thrown) {
			this.problem = asProblem(thrown);
		}
	}
}

const without = (items: ConversationSummary[], known: ConversationSummary[]) => {
	const ids = new Set(known.map(({ id }) => id));
	return items.filter(({ id }) => !ids.has(id));
};
