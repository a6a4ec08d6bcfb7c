/** The live stream: hints that something changed. They may be lost, so each gap ends in `resync`.
 *
 *  All tabs of a browser share one line, for over HTTP/1.1 a browser opens no more than six to a site:
 *  the tab that holds a lock (Web Locks) keeps the line and passes on what it hears (BroadcastChannel).
 *  When that tab closes, the lock goes to another one; when it falls silent, as phones put hidden tabs
 *  to sleep, a visible one takes the lock. Not a SharedWorker, which Chrome on Android does not have.
 *  A browser without the one or the other has a line for each tab.
 */

import { sessionEnded } from '#lib/api/client.ts';
import type { Hint } from './hints.ts';
import { Line, SILENCE, type Said } from './line.ts';

const LOOK = 5_000; // ms

export class Live {
	#listeners = new Set<(hint: Hint) => void>();
	#name: string;
	#channel: BroadcastChannel | undefined;
	#heardAt = 0;

	/** @param account whose tabs share the line */
	constructor(account: string) {
		this.#name = `redwell.${account}.live`;
	}

	/** Calls `listener` with each hint; answers how to stop that. */
	hear(listener: (hint: Hint) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Listens until the answered function is called. */
	start(): () => void {
		const stop = new AbortController();
		// What came while there was no line is lost, and so is what was asked then.
		const back = () => this.#take({ type: 'resync' });
		window.addEventListener('online', back, { signal: stop.signal });
		this.#channel = channelNamed(this.#name);
		if (this.#channel) {
			this.#channel.onmessage = ({ data }: MessageEvent<Said>) => this.#take(data);
			void this.#takeTurns(stop.signal);
		} else {
			void this.#listenAlone(stop.signal);
		}
		return () => {
			stop.abort();
			this.#channel?.close();
			this.#channel = undefined;
		};
	}

	/** Tells the other tabs that nobody is signed in any more. */
	end(): void {
		this.#channel?.postMessage({ type: 'ended' } satisfies Said);
	}

	async #takeTurns(stopped: AbortSignal) {
		let by: LockOptions = {};
		while (!stopped.aborted) {
			const waiting = new AbortController();
			const giveUp = () => waiting.abort();
			stopped.addEventListener('abort', giveUp);
			this.#heardAt = Date.now();
			const watch = setInterval(() => this.#isLeftAlone() && giveUp(), LOOK);
			let held = false;
			await this.#hold(by.steal ? by : { signal: waiting.signal }, stopped, () => {
				held = true;
				clearInterval(watch);
			});
			clearInterval(watch);
			stopped.removeEventListener('abort', giveUp);
			const isGivenUp = waiting.signal.aborted;
			if (!held && !isGivenUp) return this.#listenAlone(stopped); // no locks where all is blocked
			by = isGivenUp ? { steal: true } : {};
		}
	}

	/** Waits for the lock and keeps the line as long as it has it: until the end, or until it is taken. */
	async #hold(by: LockOptions, stopped: AbortSignal, whenHeld: () => void) {
		const over = new AbortController();
		const end = () => over.abort();
		stopped.addEventListener('abort', end);
		const keep = async () => {
			whenHeld();
			const alive = setInterval(() => this.#pass({ type: 'alive' }), LOOK);
			await new Line((said) => this.#pass(said)).keep(over.signal);
			clearInterval(alive);
		};
		await navigator.locks.request(this.#name, by, keep).catch(end); // given up, or taken by another
		stopped.removeEventListener('abort', end);
	}

	#listenAlone(over: AbortSignal) {
		return new Line((said) => this.#take(said)).keep(over);
	}

	#isLeftAlone(): boolean {
		return document.visibilityState === 'visible' && Date.now() - this.#heardAt > SILENCE;
	}

	#pass(said: Said) {
		this.#channel?.postMessage(said);
		this.#take(said);
	}

	#take(said: Said) {
		this.#heardAt = Date.now();
		if (said.type === 'ended') sessionEnded();
		else if (said.type !== 'alive') for (const listener of this.#listeners) listener(said);
	}
}

function channelNamed(name: string): BroadcastChannel | undefined {
	try {
		return navigator.locks && new BroadcastChannel(name);
	} catch {
		return undefined;
	}
}
