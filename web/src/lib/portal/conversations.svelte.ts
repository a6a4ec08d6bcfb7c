/** The caller's conversations, as the list shows them and as the frame counts what is unread. */

import { answer, api, type ConversationSummary } from '#lib/api/client.ts';
import { Pages } from './pages.svelte.ts';

export class Conversations extends Pages<ConversationSummary> {
	unread = $derived(this.items.reduce((sum, each) => sum + each.unread, 0));

	constructor() {
		super((query) => answer(api.GET('/v1/conversations', { params: { query } })));
	}
}
