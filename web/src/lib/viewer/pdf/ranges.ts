/** What the reader of PDFs asks for, piece by piece; what could not be had is kept, to ask again. */

import { asProblem, type Problem } from '#lib/api/problem.ts';
import type { Bytes } from '../bytes.ts';

interface Piece {
	begin: number;
	end: number;
}

export class Ranges {
	#bytes: Pick<Bytes, 'range'>;
	#give: (begin: number, piece: ArrayBuffer) => void;
	#tell: (problem: Problem | undefined) => void;
	#missing: Piece[] = [];
	#over = new AbortController();

	/** @param give takes what has come
	 *  @param tell takes why something has not come, and nothing once all has */
	constructor(
		bytes: Pick<Bytes, 'range'>,
		give: (begin: number, piece: ArrayBuffer) => void,
		tell: (problem: Problem | undefined) => void
	) {
		this.#bytes = bytes;
		this.#give = give;
		this.#tell = tell;
	}

	async ask(begin: number, end: number): Promise<void> {
		try {
			const piece = await this.#bytes.range(begin, end, this.#over.signal);
			if (!this.#over.signal.aborted) this.#give(begin, piece);
		} catch (thrown) {
			if (this.#over.signal.aborted) return;
			this.#missing.push({ begin, end });
			this.#tell(asProblem(thrown));
		}
	}

	/** Asks anew for all that could not be had. */
	async again(): Promise<void> {
		const missing = this.#missing.splice(0);
		this.#tell(undefined);
		await Promise.all(missing.map(({ begin, end }) => this.ask(begin, end)));
	}

	stop(): void {
		this.#over.abort();
		this.#missing = [];
	}
}
