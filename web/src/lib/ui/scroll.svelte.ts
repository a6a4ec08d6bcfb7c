/** What scrolls on a page. Its list may be answered after the page was left: then there is nothing to
 *  scroll any more. */

import { tick } from 'svelte';

export class Scroller {
	#element: HTMLElement | undefined;
	#goal = $state<number>();

	/** Attached to the element that scrolls, as long as that is there. */
	readonly attach = (element: HTMLElement) => {
		this.#element = element;
		return () => (this.#element = undefined);
	};

	/** How far down one is, in px: what a page keeps of itself for whoever comes back. */
	readonly snapshot = {
		capture: () => this.place,
		restore: (top: number) => void (this.#goal = top)
	};

	get place(): number {
		return this.#element?.scrollTop ?? 0;
	}

	/** The list is there: whoever came back is where they were. */
	arrive(): void {
		if (this.#goal === undefined) return;
		void this.goTo(this.#goal);
		this.#goal = undefined;
	}

	/** Scrolls there once what has changed is drawn. */
	async goTo(top: number): Promise<void> {
		await tick();
		if (this.#element) this.#element.scrollTop = top;
	}

	/** Scrolls to what was put there last, once that is drawn. */
	async toEnd(): Promise<void> {
		await tick();
		if (this.#element) this.#element.scrollTop = this.#element.scrollHeight;
	}
}
