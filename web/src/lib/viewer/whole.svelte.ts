/** A document that is fetched in one piece. */

import { asProblem, type Problem } from '#lib/api/problem.ts';
import type { Bytes } from './bytes.ts';

export class Whole<T> {
	content = $state.raw<T>();
	problem = $state.raw<Problem>();

	#bytes: Bytes;
	#read: (bytes: ArrayBuffer) => T;
	#onproblem: () => void;

	/** @param read makes of the bytes what is shown */
	constructor(bytes: Bytes, read: (bytes: ArrayBuffer) => T, onproblem: () => void) {
		this.#bytes = bytes;
		this.#read = read;
		this.#onproblem = onproblem;
	}

	/** Answers how to stop. */
	readonly start = (): (() => void) => {
		const over = new AbortController();
		void this.#fetch(over.signal);
		return () => over.abort();
	};

	async #fetch(stopped: AbortSignal) {
		this.problem = undefined;
		try {
			this.content = this.#read(await this.#bytes.whole(stopped));
		} catch (thrown) {
			if (stopped.aborted) return;
			this.problem = asProblem(thrown);
			if (this.problem.closed) this.#onproblem();
		}
	}
}

/** Text in UTF-8, as all renditions are; what is none is shown as such. */
export const text = (bytes: ArrayBuffer): string => new TextDecoder().decode(bytes);

export const json = <T>(bytes: ArrayBuffer): T => JSON.parse(text(bytes)) as T;
