/** What the reader of PDFs asks for, piece by piece; what could not be had is kept, to ask again. Where it
 *  begins to read is known, and asked for while it still starts. */

import { asProblem, type Problem } from '#lib/api/problem.ts';
import type { Bytes } from '../bytes.ts';

interface Piece {
	begin: number;
	end: number;
}

/** Bytes asked for at once at least. */
export const PIECE = 128 * 1024;

export class Ranges {
	#bytes: Pick<Bytes, 'range'>;
	#give: (begin: number, piece: ArrayBuffer) => void;
	#tell: (problem: Problem | undefined) => void;
	#missing: Piece[] = [];
	#early: (Piece & { bytes: Promise<ArrayBuffer> })[] = [];
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

	/** Asks for its beginning and its end: of `size` bytes all, where that is not much more. */
	begin(size: number): void {
		const last = Math.max(0, size - 2 * PIECE);
		const pieces =
			last <= PIECE
				? [{ begin: 0, end: size }]
				: [
						{ begin: 0, end: PIECE },
						{ begin: last, end: size }
					];
		this.#early = pieces.map((piece) => ({ ...piece, bytes: this.#fetch(piece) }));
		for (const { bytes } of this.#early) bytes.catch(() => (this.#early = []));
	}

	async ask(begin: number, end: number): Promise<void> {
		try {
			const piece = await this.#had({ begin, end });
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
		this.#early = [];
	}

	async #had(piece: Piece): Promise<ArrayBuffer> {
		const { begin, end } = piece;
		const early = this.#early.find((each) => each.begin <= begin && end <= each.end);
		const bytes = await early?.bytes.catch(() => undefined);
		return bytes ? bytes.slice(begin - early!.begin, end - early!.begin) : this.#fetch(piece);
	}

	#fetch = ({ begin, end }: Piece) => this.#bytes.range(begin, end, this.#over.signal);
}
