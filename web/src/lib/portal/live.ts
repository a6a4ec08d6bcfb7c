/** The live stream: hints that something changed. They may be lost, so each gap ends in `resync`. */

import { sessionEnded } from '#lib/api/client.ts';
import { HintReader, type Hint } from './hints.ts';

const SILENCE = 40_000; // ms; the portal says something every 15 seconds
const PAUSES = [1_000, 2_000, 5_000, 10_000, 20_000];

/**
 * Read with `fetch`, not `EventSource`: that one hides the heartbeats, so that a dead line looks like
 * a quiet one; it gives up for good on a 503; and it cannot tell a session's end from a lost line.
 */
export class Live {
	#listeners = new Set<(hint: Hint) => void>();
	#stop = new AbortController();
	#wake = () => {};
	#heardAt = 0;

	/** Calls `listener` with each hint; answers how to stop that. */
	hear(listener: (hint: Hint) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Listens until the answered function is called, coming back after every loss. */
	start(): () => void {
		this.#stop = new AbortController();
		const { signal } = this.#stop;
		window.addEventListener('online', () => this.#backNow(), { signal });
		window.addEventListener('focus', () => this.#backNow(), { signal });
		void this.#keepListening(signal);
		return () => this.#stop.abort();
	}

	async #keepListening(stopped: AbortSignal) {
		for (let failures = 0; !stopped.aborted; failures++) {
			const began = Date.now();
			await this.#listen(stopped).catch(() => {}); // any loss is answered by coming back
			if (Date.now() - began > SILENCE) failures = 0;
			if (!stopped.aborted) await this.#pause(PAUSES[Math.min(failures, PAUSES.length - 1)]!);
		}
	}

	async #listen(stopped: AbortSignal) {
		const line = new AbortController();
		const watchdog = setInterval(() => {
			if (Date.now() - this.#heardAt > SILENCE) line.abort();
		}, 5_000);
		this.#heardAt = Date.now();
		try {
			const response = await fetch('/v1/live', {
				headers: { Accept: 'text/event-stream' },
				cache: 'no-store',
				signal: AbortSignal.any([line.signal, stopped])
			});
			if (response.status === 401) sessionEnded();
			if (!response.ok || !response.body) return;
			await this.#read(response.body.pipeThrough(new TextDecoderStream()).getReader());
		} finally {
			clearInterval(watchdog);
		}
	}

	async #read(reader: ReadableStreamDefaultReader<string>) {
		const hints = new HintReader();
		for (;;) {
			const { value, done } = await reader.read();
			if (done) return;
			this.#heardAt = Date.now();
			for (const hint of hints.read(value)) this.#tell(hint);
		}
	}

	#tell(hint: Hint) {
		for (const listener of this.#listeners) listener(hint);
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

	#backNow() {
		this.#wake();
	}
}
