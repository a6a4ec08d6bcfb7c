/** A document on its way to paper. */

export class Printing {
	/** How many pages are ready, of how many. */
	ready = $state(0);
	pages = $state(0);

	readonly #over = new AbortController();

	/** Ends with the person's wish to have none of it. */
	get stopped(): AbortSignal {
		return this.#over.signal;
	}

	stop(): void {
		this.#over.abort();
	}
}
