/** What is looked for in one conversation: all places of it, the newest first, and which one is shown. */

import { answer, api, type FoundMessage } from '#lib/api/client.ts';
import { problemOf, type Problem } from '#lib/api/problem.ts';
import { asksSomething, whyNot } from '#lib/asking.ts';
import { Pages } from '#lib/portal/pages.svelte.ts';

export class Find {
	query = $state('');
	/** The place that is shown, of those that are here. */
	at = $state(0);
	busy = $state(false);
	problem = $state.raw<Problem>();

	#pages = $state.raw<Pages<FoundMessage>>();

	constructor(
		readonly conversation: string,
		readonly onshow: (message: string) => void
	) {}

	get count(): number {
		return this.#pages?.items.length ?? 0;
	}

	/** What is said of it beside the field. */
	get said(): string {
		if (!this.query.trim()) return '';
		if (!asksSomething(this.query)) return 'Write a letter or digit';
		if (this.busy) return 'Looking…';
		if (this.problem) return whyNot(this.problem) || this.problem.message;
		if (this.count === 0) return 'Not found';
		return `${this.at + 1} of ${this.count}${this.#pages?.more ? '+' : ''}`;
	}

	async look(query: string): Promise<void> {
		this.query = query;
		this.problem = undefined;
		if (!asksSomething(query)) {
			this.#pages = undefined;
			return;
		}
		this.busy = true;
		const pages = new Pages<FoundMessage>((page) =>
			answer(
				api.GET('/v1/search/messages', {
					params: { query: { q: query, conversation_id: this.conversation, ...page } }
				})
			)
		);
		const problem = await problemOf(pages.fetchFirst());
		if (this.query !== query) return; // another question was asked meanwhile
		[this.#pages, this.problem, this.at, this.busy] = [pages, problem, 0, false];
		this.#show();
	}

	/** To the next one, which is older, or with -1 to the one before; round where there are no more. */
	async step(by: 1 | -1): Promise<void> {
		const pages = this.#pages;
		if (!pages || this.count === 0) return;
		if (by === 1 && this.at + 1 === this.count && pages.more) await pages.fetchMore();
		if (pages !== this.#pages) return;
		this.at = (this.at + by + this.count) % this.count;
		this.#show();
	}

	#show() {
		const found = this.#pages?.items.at(this.at);
		if (found) this.onshow(found.id);
	}
}
