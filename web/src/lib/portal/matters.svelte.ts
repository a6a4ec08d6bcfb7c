/** The caller's matters, to choose from in every section: asked for when first there is a choice, and
 *  kept as long as the portal is open. */

import { answer, api, type MatterSummary } from '#lib/api/client.ts';
import { problemOf } from '#lib/api/problem.ts';
import { onceMore } from '#lib/once-more.ts';
import type { Hint } from './hints.ts';
import { LONGEST } from './pages.svelte.ts';

export class Matters {
	/** As many as one page holds: open ones come first. */
	items = $state.raw<MatterSummary[]>([]);

	#wanted = false;
	#failed = false;

	/** Fetches them, unless they are here or on their way. */
	want(): void {
		if (this.#wanted && !this.#failed) return;
		this.#wanted = true;
		void this.#refresh();
	}

	/** A matter was opened or closed, was given another title, or let somebody in or out. */
	hear({ type }: Hint): void {
		const changed = type === 'conversation.changed' || type === 'resync';
		if (changed && this.#wanted) void this.#refresh();
	}

	named(id: string): string | undefined {
		return this.items.find((each) => each.id === id)?.title;
	}

	// Without an answer they stay as they are: every list is whole without them.
	#refresh = onceMore(async () => {
		const asked = answer(api.GET('/v1/matters', { params: { query: { limit: LONGEST } } }));
		const problem = await problemOf(asked.then(({ items }) => void (this.items = items)));
		this.#failed = problem !== undefined;
	});
}
