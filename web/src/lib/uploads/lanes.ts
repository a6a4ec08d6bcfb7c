/** So many at a time, whoever asks; who has the fewest under way comes first, so that a large file
 *  never keeps small ones waiting for its end. */
export class Lanes {
	#free: number;
	#running = new Map<string, number>();
	#waiting: { whose: string; enter: () => void }[] = [];

	constructor(count: number) {
		this.#free = count;
	}

	/** Waits for a lane; answers how to leave it. */
	async enter(whose: string): Promise<() => void> {
		await new Promise<void>((enter) => {
			this.#waiting.push({ whose, enter });
			this.#next();
		});
		return () => this.#leave(whose);
	}

	#leave(whose: string) {
		this.#free++;
		this.#count(whose, -1);
		this.#next();
	}

	#next() {
		if (this.#free === 0 || this.#waiting.length === 0) return;
		const under = this.#waiting.map(({ whose }) => this.#running.get(whose) ?? 0);
		const [next] = this.#waiting.splice(under.indexOf(Math.min(...under)), 1);
		this.#free--;
		this.#count(next!.whose, 1);
		next!.enter();
	}

	#count(whose: string, change: number) {
		const count = (this.#running.get(whose) ?? 0) + change;
		if (count > 0) this.#running.set(whose, count);
		else this.#running.delete(whose);
	}
}
