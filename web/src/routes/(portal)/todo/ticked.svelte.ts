/** What was just ticked off: out of sight at once, back if it fails, and for a minute if one wants. */

import { SvelteSet } from 'svelte/reactivity';
import { answer, api } from '#lib/api/client.ts';
import { problemOf, type Problem } from '#lib/api/problem.ts';
import type { Item } from './todo.svelte.ts';

const MINUTE = 60_000; // ms, until the firm hears of it
const BEFORE = 3_000; // ms before that: what is being written goes with it

export class Ticked {
	/** The last one, as long as it can be undone. */
	last = $state.raw<Item>();
	/** What is written to the firm about it; undefined where nobody wants to. */
	note = $state<string>();
	problem = $state.raw<Problem>();

	#sent = $state('');
	#hidden = new SvelteSet<string>();
	#ends = new Map<string, ReturnType<typeof setTimeout>>();

	hides(item: Item): boolean {
		return this.#hidden.has(item.id);
	}

	/** Whether what is written has gone to the firm. */
	get noted(): boolean {
		return this.#sent !== '' && this.note?.trim() === this.#sent;
	}

	async tick(item: Item): Promise<void> {
		this.#hidden.add(item.id);
		await this.sendNote();
		if (!this.problem) await this.#complete(item, '');
		if (this.problem) return void this.#hidden.delete(item.id);
		[this.last, this.note, this.#sent] = [item, undefined, ''];
		this.#ends.set(
			item.id,
			setTimeout(() => void this.#end(item), MINUTE - BEFORE)
		);
	}

	async undo(): Promise<void> {
		const item = this.last;
		if (!item) return;
		const params = { path: { task_id: item.about.id } };
		const asked = answer(api.POST('/v1/tasks/{task_id}/reopen', { params }));
		this.problem = await problemOf(asked.then(() => {}));
		if (!this.problem) this.#show(item);
	}

	/** What is written goes to the firm with the task, unless it has gone already. */
	async sendNote(): Promise<void> {
		const note = this.note?.trim();
		this.problem = undefined;
		if (!this.last || !note || this.noted) return;
		await this.#complete(this.last, note);
		if (!this.problem) this.#sent = note;
	}

	async #complete(item: Item, note: string): Promise<void> {
		const params = { path: { task_id: item.about.id } };
		const asked = answer(api.POST('/v1/tasks/{task_id}/complete', { params, body: { note } }));
		this.problem = await problemOf(asked.then(() => {}));
	}

	async #end(item: Item): Promise<void> {
		if (this.last === item) await this.sendNote();
		this.#show(item);
	}

	#show(item: Item) {
		clearTimeout(this.#ends.get(item.id));
		this.#ends.delete(item.id);
		this.#hidden.delete(item.id);
		if (this.last === item) this.last = undefined;
	}
}
