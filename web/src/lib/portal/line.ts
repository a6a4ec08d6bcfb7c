/** The line to the portal on which hints come, kept open as long as somebody listens. */

import { asked } from '#lib/api/client.ts';
import { HintReader, type Hint } from './hints.ts';

export const SILENCE = 40_000; // ms; the portal says something every 15 seconds
const PAUSES = [1_000, 2_000, 5_000, 10_000, 20_000];

/** What comes over the line: hints, that it is alive, or that nobody is signed in any more. */
export type Said = Hint | { type: 'alive' } | { type: 'ended' };

/**
 * Read with `fetch`, not `EventSource`: that one hides the heartbeats, so that a dead line looks like
 * a quiet one; it gives up for good on a 503; and it cannot tell a session's end from a lost line.
 */
export class Line {
	#say: (said: Said) => void;
	#wake = () => {};
	#heardAt = 0;

	constructor(say: (said: Said) => void) {
		this.#say = say;
	}

	/** Listens until `over`, coming back after every loss. */
	async keep(over: AbortSignal): Promise<void> {
		const backNow = () => this.#wake();
		over.addEventListener('abort', backNow);
		for (const moment of ['online', 'focus']) {
			window.addEventListener(moment, backNow, { signal: over });
		}
		for (let failures = 0; !over.aborted; failures++) {
			const began = Date.now();
			await this.#listen(over).catch(() => {}); // any loss is answered by coming back
			if (Date.now() - began > SILENCE) failures = 0;
			if (!over.aborted) await this.#pause(PAUSES[Math.min(failures, PAUSES.length - 1)]!);
		}
	}

	async #listen(over: AbortSignal) {
		const line = new AbortController();
		const hangUp = () => line.abort();
		over.addEventListener('abort', hangUp);
		const watchdog = setInterval(() => {
			if (Date.now() - this.#heardAt > SILENCE) hangUp();
		}, 5_000);
		this.#heardAt = Date.now();
		try {
			const response = await fetch('/v1/live', {
				headers: { Accept: 'text/event-stream', ...asked() },
				cache: 'no-store',
				signal: line.signal
			});
			if (response.status === 401) this.#say({ type: 'ended' });
			if (response.ok && response.body) await this.#read(response.body.getReader());
		} finally {
			clearInterval(watchdog);
			over.removeEventListener('abort', hangUp);
		}
	}

	async #read(reader: ReadableStreamDefaultReader<Uint8Array>) {
		const hints = new HintReader();
		const decoder = new TextDecoder();
		for (;;) {
			const { value, done } = await reader.read();
			if (done) return;
			this.#heardAt = Date.now();
			this.#say({ type: 'alive' });
			for (const hint of hints.read(decoder.decode(value, { stream: true }))) this.#say(hint);
		}
	}

	// A little chance keeps a thousand browsers from coming back in the same moment.
	#pause(length: number) {
		return new Promise<void>((resolve) => {
			const timer = setTimeout(resolve, length * (0.75 + Math.random() / 2));
			this.#wake = () => {
				clearTimeout(timer);
				resolve();
			};
		});
	}
}
