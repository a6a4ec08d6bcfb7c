/** One file's way to the store: begun, sent in parts, completed. Each step may be done again, so that
 *  whoever was stopped anywhere goes on by beginning anew. */

import { answer, api, type Upload } from '#lib/api/client.ts';
import { asProblem, Problem } from '#lib/api/problem.ts';
import { endsWith } from '#lib/signals.ts';
import { Addresses } from './addresses.ts';
import type { Lanes } from './lanes.ts';
import { lengthOf, readPart, type Part } from './parts.ts';
import { patiently } from './patience.ts';
import { put } from './put.ts';

const MOST_REFUSALS = 5; // of one part, or of one file's end, in a row
const NOT_SENT = 'This file could not be sent. Please try again.';
const BEGUN_ANEW = ['upload_incomplete', 'upload_lost'];

export interface Cargo {
	/** The document's id. */
	id: string;
	conversation: string;
	file: File;
	/** It was chosen once more, and may be another file of the same name and size. */
	doubtful: boolean;
}

/** What is told on the way. */
export interface Tells {
	/** How many bytes are there. */
	sent: (bytes: number) => void;
	/** It waits for the line, or goes on. */
	stalls: (waits: boolean) => void;
}

export class Journey {
	#cargo: Cargo;
	#lanes: Lanes;
	#tell: Tells;
	#bytes = new Map<number, number>();

	constructor(cargo: Cargo, lanes: Lanes, tell: Tells) {
		this.#cargo = cargo;
		this.#lanes = lanes;
		this.#tell = tell;
	}

	/** Returns once the document is there. Throws `Problem` where it cannot be, and whatever was thrown
	 *  once `signal` has ended. */
	async run(signal: AbortSignal): Promise<void> {
		for (let tries = 0; ; tries++) {
			const missing = await this.#try(signal);
			if (!missing) return;
			if (tries === MOST_REFUSALS) throw missing;
		}
	}

	/** The problem where the store lacks parts, or has lost them. */
	async #try(signal: AbortSignal): Promise<Problem | undefined> {
		try {
			const upload = await this.#begin(signal);
			if (upload) await this.#send(upload, signal);
			await this.#complete(signal);
		} catch (thrown) {
			const problem = signal.aborted ? undefined : asProblem(thrown);
			if (!problem || !BEGUN_ANEW.includes(problem.code)) throw thrown;
			return problem;
		}
	}

	/** How far it is; nothing where all of it is there already. */
	async #begin(signal: AbortSignal): Promise<Upload | undefined> {
		const { id, conversation, file } = this.#cargo;
		try {
			return await this.#again(signal, () =>
				api.POST('/v1/conversations/{conversation_id}/documents', {
					params: {
						path: { conversation_id: conversation },
						header: { 'Idempotency-Key': id }
					},
					body: { name: file.name, size: file.size, media_type: file.type },
					signal
				})
			);
		} catch (thrown) {
			if (!(thrown instanceof Problem) || thrown.code !== 'conflict') throw thrown;
		}
	}

	async #complete(signal: AbortSignal) {
		const path = { document_id: this.#cargo.id };
		await this.#again(signal, () =>
			api.POST('/v1/documents/{document_id}/upload/complete', { params: { path }, signal })
		);
	}

	/** Sends all parts that are not there. */
	async #send({ parts, part_size: size, received }: Upload, outer: AbortSignal) {
		const { file, id, doubtful } = this.#cargo;
		this.#bytes = new Map(received.map((number) => [number, lengthOf(file.size, size, number)]));
		this.#told();
		const stop = new AbortController();
		const addresses = new Addresses(id, endsWith([outer, stop.signal]));
		if (doubtful) await this.#compare(received, size, addresses);
		const all = Array.from({ length: parts }, (_, at) => at + 1);
		const missing = all.filter((number) => !received.includes(number));
		const flights = await this.#depart(missing, size, addresses, () => stop.abort());
		const ends = await Promise.allSettled(flights);
		outer.throwIfAborted();
		throwReason(ends);
	}

	/** Sends each part off as soon as a lane is free; where one fails the others stop. */
	async #depart(numbers: number[], size: number, addresses: Addresses, stop: () => void) {
		const flights: Promise<void>[] = [];
		for (const number of numbers) {
			const leave = await this.#lanes.enter(this.#cargo.id);
			if (addresses.signal.aborted) {
				leave();
				break;
			}
			const flight = this.#carry(number, size, addresses).finally(leave);
			flight.catch(stop);
			flights.push(flight);
		}
		return flights;
	}

	/** The portal takes no other digest for a part than it was told before. Throws `Problem`. */
	async #compare(received: number[], size: number, addresses: Addresses) {
		for (const number of received) {
			const part = await this.#read(number, size);
			await patiently(() => addresses.of(part), addresses.signal, this.#tell.stalls);
		}
	}

	async #carry(number: number, size: number, addresses: Addresses) {
		const { signal } = addresses;
		const part = await this.#read(number, size);
		for (let refusals = 0; refusals < MOST_REFUSALS; refusals++) {
			const url = await patiently(() => addresses.of(part), signal, this.#tell.stalls);
			const status = await this.#put(url, part, signal);
			if (status < 400) return;
			if (status === 404) throw new Problem('upload_lost', 404, NOT_SENT);
			// The address has ended (403), or the bytes were changed on their way (400): once more.
		}
		throw new Problem('refused', 400, NOT_SENT);
	}

	async #read(number: number, size: number): Promise<Part> {
		try {
			return await readPart(this.#cargo.file, number, size);
		} catch {
			const words = 'This file was changed or taken away. Please choose it again.';
			throw new Problem('unreadable', 400, words);
		}
	}

	#put(url: string, part: Part, signal: AbortSignal): Promise<number> {
		const sent = (bytes: number) => {
			this.#bytes.set(part.number, bytes);
			this.#told();
		};
		const run = async () => {
			sent(0);
			const status = await put(url, part.bytes, signal, sent);
			if (status >= 500 || status === 429) throw new Problem('unavailable', status, '');
			if (status < 400) sent(part.bytes.byteLength);
			return status;
		};
		return patiently(run, signal, this.#tell.stalls);
	}

	#told() {
		this.#tell.sent([...this.#bytes.values()].reduce((sum, each) => sum + each, 0));
	}

	#again<T>(
		signal: AbortSignal,
		call: () => Promise<{ data?: T; error?: unknown; response: Response }>
	): Promise<T> {
		return patiently(() => answer(call()), signal, this.#tell.stalls);
	}
}

/** What failed first made the others stop, which tells nothing. */
function throwReason(ends: PromiseSettledResult<void>[]) {
	const reasons = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
	const said = reasons.find((each) => each instanceof Problem && !each.passing);
	if (reasons.length) throw said ?? reasons[0];
}
