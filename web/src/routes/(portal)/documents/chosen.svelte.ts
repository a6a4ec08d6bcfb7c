/** The documents that are chosen, for what is done with several at once. */

import type { DocumentSummary } from '#lib/api/client.ts';

export const MOST = 500; // in one ZIP

export class Chosen {
	#documents = $state.raw(new Map<string, DocumentSummary>());

	get ids(): string[] {
		return [...this.#documents.keys()];
	}

	/** Bytes. */
	get size(): number {
		return [...this.#documents.values()].reduce((sum, each) => sum + each.size, 0);
	}

	has(id: string): boolean {
		return this.#documents.has(id);
	}

	put(documents: DocumentSummary[], chosen: boolean): void {
		const all = new Map(this.#documents);
		for (const each of documents) {
			if (chosen) all.set(each.id, each);
			else all.delete(each.id);
		}
		this.#documents = all;
	}

	clear(): void {
		this.#documents = new Map();
	}
}
