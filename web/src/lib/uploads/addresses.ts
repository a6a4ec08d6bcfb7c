/** Where parts go: what is asked for at the same time is asked in one call. */

import { answer, api } from '#lib/api/client.ts';
import type { Part } from './parts.ts';

const MOMENT = 10; // ms in which others may ask, too
const MOST = 20; // in one call

interface Asked {
	part: Part;
	tell: (url: string) => void;
	fail: (thrown: unknown) => void;
}

export class Addresses {
	#asked: Asked[] = [];

	constructor(
		readonly document: string,
		readonly signal: AbortSignal
	) {}

	/** An address that takes this part and nothing else. Throws `Problem`. */
	of(part: Part): Promise<string> {
		return new Promise((tell, fail) => {
			if (this.#asked.push({ part, tell, fail }) === 1) setTimeout(() => void this.#ask(), MOMENT);
		});
	}

	async #ask() {
		const asked = this.#asked.splice(0, MOST);
		if (this.#asked.length) setTimeout(() => void this.#ask());
		try {
			const { items } = await this.#call(asked);
			const urls = new Map(items.map(({ number, url }) => [number, url]));
			for (const { part, tell } of asked) tell(urls.get(part.number)!);
		} catch (thrown) {
			for (const { fail } of asked) fail(thrown);
		}
	}

	#call(asked: Asked[]) {
		return answer(
			api.POST('/v1/documents/{document_id}/upload/addresses', {
				params: { path: { document_id: this.document } },
				body: { parts: asked.map(({ part: { number, sha256 } }) => ({ number, sha256 })) },
				signal: this.signal
			})
		);
	}
}
