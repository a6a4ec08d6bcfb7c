/** What was just ticked off: out of sight at once, back if it fails, and for a minute if one wants. */

import { SvelteSet } from 'svelte/reactivity';
import { answer, api } from '#lib/api/client.ts';
import { problemOf, type Problem } from '#lib/api/problem.ts';
import type { Item } from './todo.svelte.ts';

const MINUTE = 60_000; // ms, until the firm hears of it

export class Ticked {
	/** The last one, as long as it can be undone. */
	last = $state.raw<Item>();
	problem = $state.raw<Problem>();

	#hidden = new SvelteSet<string>();

	hides(item: Item): boolean {
		return this.#hidden.has(item.id);
	}

	async tick(item: Item): Promise<void> {
		this.#hidden.add(item.id);
		this.last = item;
		const params = { path: { task_id: item.about.id } };
		const asked = answer(api.POST('/v1/tasks/{task_id}/complete', { params, body: {} }));
		this.problem = await problemOf(asked.then(() => {}));
		if (this.problem) this.#show(item);
		else setTimeout(() => this.#show(item), MINUTE);
	}

	async undo(): Promise<void> {
		const item = this.last;
		if (!item) return;
		const params = { path: { task_id: item.about.id } };
		const asked = answer(api.POST('/v1/tasks/{task_id}/reopen', { params }));
		this.problem = await problemOf(asked.then(() => {}));
		if (!this.problem) this.#show(item);
	}

	#show(item: Item) {
		this.#hidden.delete(item.id);
		if (this.last === item) this.last = undefined;
	}
}
