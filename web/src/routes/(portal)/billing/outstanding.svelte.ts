/** The invoices on which something is owed, as the list shows them and as the frame counts them. */

import { answer, api, type Invoice, type InvoiceSummary } from '#lib/api/client.ts';
import { concerns, type Hint } from '#lib/portal/hints.ts';
import { Pages } from '#lib/portal/pages.svelte.ts';
import type { Shown, Store } from '#lib/portal/section.ts';

export class Outstanding extends Pages<InvoiceSummary> implements Store {
	/** The one on the screen. */
	open = $state.raw<Invoice>();

	constructor() {
		super((query) =>
			answer(api.GET('/v1/invoices', { params: { query: { ...query, tab: 'outstanding' } } }))
		);
	}

	/** Those on which the person owes something themselves. */
	get count(): number {
		return this.items.filter(({ yours }) => Number(yours) > 0).length;
	}

	hears(hint: Hint): boolean {
		return concerns(hint, 'invoice');
	}

	firmOf({ id }: Shown): string | undefined {
		return [this.open, ...this.items].find((each) => each?.id === id)?.firm_id;
	}
}
