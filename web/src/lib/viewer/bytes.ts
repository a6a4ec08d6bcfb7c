/** The bytes of a document, by addresses that live a minute and are asked for again when they die. */

import { answer, api } from '#lib/api/client.ts';
import { unanswered } from '#lib/api/problem.ts';
import { endsWith } from '#lib/signals.ts';

export type Purpose = 'view' | 'print' | 'download';

const SILENCE = 30_000; // ms until an address counts as dead

export class Bytes {
	#address: Promise<string> | undefined;

	/**
	 * @param version null for the newest
	 * @param rendition by its name; empty for the document as it came
	 */
	constructor(
		readonly document: string,
		readonly version: number | null = null,
		readonly rendition = ''
	) {}

	/** Asks for the address before the first of it is read. */
	begin(): void {
		this.#address ??= this.address('view');
		this.#address.catch(() => (this.#address = undefined));
	}

	/** All of it. Throws `Problem`. */
	async whole(signal: AbortSignal): Promise<ArrayBuffer> {
		return (await this.#fetch({}, signal)).arrayBuffer();
	}

	/** From `begin` to before `end`. Throws `Problem`. */
	async range(begin: number, end: number, signal: AbortSignal): Promise<ArrayBuffer> {
		const response = await this.#fetch({ Range: `bytes=${begin}-${end - 1}` }, signal);
		const bytes = await response.arrayBuffer();
		return response.status === 206 ? bytes : bytes.slice(begin, end);
	}

	/** A new address, for one use. It is on record what for. Throws `Problem`. */
	async address(purpose: Purpose): Promise<string> {
		const { url } = await answer(
			api.POST('/v1/documents/{document_id}/address', {
				params: { path: { document_id: this.document } },
				body: { rendition: this.rendition, purpose, version: this.version }
			})
		);
		return url;
	}

	// A dead address answers 403, and from another origin the browser may not even say that much. So
	// whatever goes wrong is tried once more with a new one: who may read no longer gets none.
	async #fetch(headers: Record<string, string>, signal: AbortSignal): Promise<Response> {
		const address = (this.#address ??= this.address('view'));
		const first = await this.#tried(address, headers, signal);
		if (first) return first;
		if (this.#address === address) this.#address = this.address('view');
		const again = await this.#tried(this.#address!, headers, signal);
		if (again) return again;
		this.#address = undefined;
		throw unanswered();
	}

	async #tried(address: Promise<string>, headers: Record<string, string>, signal: AbortSignal) {
		const url = await address.catch((refused: unknown) => {
			this.#address = undefined;
			throw refused;
		});
		try {
			const until = endsWith([signal], SILENCE);
			const response = await fetch(url, { headers, signal: until, credentials: 'omit' });
			return response.ok ? response : undefined;
		} catch (thrown) {
			if (signal.aborted) throw thrown;
		}
	}
}
