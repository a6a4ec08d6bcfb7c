/** The documents that the person has not opened yet, as the frame counts them. */

import { answer, api, type DocumentSummary } from '#lib/api/client.ts';
import { concerns, type Hint } from '#lib/portal/hints.ts';
import { Pages } from '#lib/portal/pages.svelte.ts';
import type { Shown, Store } from '#lib/portal/section.ts';

export class NewDocuments extends Pages<DocumentSummary> implements Store {
	/** What is on the screen: a document that need not be new, or a form. */
	open = $state.raw<Pick<DocumentSummary, 'id' | 'firm_id'>>();

	constructor() {
		super((query) =>
			answer(api.GET('/v1/documents', { params: { query: { ...query, new: true } } }))
		);
	}

	get count(): number {
		return this.items.length;
	}

	hears(hint: Hint): boolean {
		return concerns(hint, 'document');
	}

	firmOf({ id }: Shown): string | undefined {
		return [this.open, ...this.items].find((each) => each?.id === id)?.firm_id;
	}
}
