/** The caller's conversations, as the list shows them and as the frame counts what is unread. */

import { answer, api, type ConversationSummary } from '#lib/api/client.ts';
import { concerns, type Hint } from '#lib/portal/hints.ts';
import { Pages } from '#lib/portal/pages.svelte.ts';
import type { Shown, Store } from '#lib/portal/section.ts';

export class Conversations extends Pages<ConversationSummary> implements Store {
	/** The one on the screen, which may stand further down than the list reaches. */
	open = $state.raw<ConversationSummary>();

	constructor() {
		super((query) => answer(api.GET('/v1/conversations', { params: { query } })));
	}

	get count(): number {
		return this.items.reduce((sum, each) => sum + each.unread, 0);
	}

	hears(hint: Hint): boolean {
		return concerns(hint, 'conversation');
	}

	firmOf({ id }: Shown): string | undefined {
		return [this.open, ...this.items].find((each) => each?.id === id)?.firm_id;
	}
}
