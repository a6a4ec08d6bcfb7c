/** Which tab sends a file: the one that has it, as long as that is open. Said by a lock (Web Locks), for
 *  that ends with the tab, however it ends. A browser without them, or one that refuses them, takes every
 *  other tab for closed. */

export class Turns {
	#prefix: string;
	#ends = new Map<string, () => void>();

	constructor(account: string) {
		this.#prefix = `redwell.${account}.upload.`;
	}

	/** This tab sends it, until `end`. */
	take(id: string): void {
		if (this.#ends.has(id)) return;
		const over = new Promise<void>((end) => this.#ends.set(id, end));
		void this.#request(id, () => over);
	}

	end(id: string): void {
		this.#ends.get(id)?.();
		this.#ends.delete(id);
	}

	/** Returns when no other tab sends it. */
	async whenFree(id: string): Promise<void> {
		await this.#request(id, async () => {});
	}

	#request(id: string, run: () => Promise<void>): Promise<void> {
		if (!navigator.locks) return run();
		return navigator.locks.request(this.#prefix + id, run).catch(run);
	}
}
