/** What was found of what somebody looks for: of each kind a list that comes in pages. */

import {
	answer,
	api,
	type FoundConversation,
	type FoundDocument,
	type FoundMessage
} from '#lib/api/client.ts';
import type { Problem } from '#lib/api/problem.ts';
import { Pages } from '#lib/portal/pages.svelte.ts';

export class Found {
	readonly conversations: Pages<FoundConversation>;
	readonly messages: Pages<FoundMessage>;
	readonly documents: Pages<FoundDocument>;

	constructor(
		readonly q: string,
		readonly firm = ''
	) {
		const asked = { q, firm_id: firm || undefined };
		this.conversations = new Pages<FoundConversation>((query) =>
			answer(api.GET('/v1/search/conversations', { params: { query: { ...asked, ...query } } }))
		);
		this.messages = new Pages<FoundMessage>((query) =>
			answer(api.GET('/v1/search/messages', { params: { query: { ...asked, ...query } } }))
		);
		this.documents = new Pages<FoundDocument>((query) =>
			answer(api.GET('/v1/search/documents', { params: { query: { ...asked, ...query } } }))
		);
	}

	/** Side by side: one that fails or takes long holds up no other. */
	async look(): Promise<void> {
		await Promise.all(this.#each.map((pages) => pages.refresh()));
	}

	/** Whether each kind was answered, or failed. */
	get done(): boolean {
		return this.#each.every(({ loaded, problem }) => loaded || problem);
	}

	/** What went wrong with each kind alike. */
	get problem(): Problem | undefined {
		const { problem } = this.conversations;
		return this.#each.every((pages) => pages.problem?.code === problem?.code) ? problem : undefined;
	}

	/** How many are here. */
	get count(): number {
		return this.#each.reduce((sum, { items }) => sum + items.length, 0);
	}

	get more(): boolean {
		return this.#each.some(({ more }) => more);
	}

	get #each(): Pages<{ id: string }>[] {
		return [this.conversations, this.messages, this.documents];
	}
}
