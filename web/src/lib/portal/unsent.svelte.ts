/** Messages that were written but are not yet known to be sent. They outlive a reload, and each keeps
 *  the id it was given when written, so that sending it again can never make a second one. */

import { uuidv7 } from 'uuidv7';
import { answer, api } from '#lib/api/client.ts';
import { asProblem } from '#lib/api/problem.ts';
import { forget, keep, kept, keptNames, nameOf } from '#lib/kept.ts';

export interface Unsent {
	id: string;
	conversation: string;
	body: string;
	writtenAt: string;
	/** Why it was refused; empty while it waits. */
	refused: string;
	/** The portal has it; it goes from here when the conversation shows it. */
	sent: boolean;
}

const PAUSES = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

export class UnsentMessages {
	items = $state.raw<Unsent[]>([]);

	#account: string;
	#failures = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#sending = false;

	constructor(account: string) {
		this.#account = account;
		this.#load();
	}

	/** Sends what waits, and goes on trying until the answered function is called. */
	start(): () => void {
		const stop = new AbortController();
		const now = () => this.sendNow();
		window.addEventListener('online', now, { signal: stop.signal });
		window.addEventListener('focus', now, { signal: stop.signal });
		window.addEventListener('storage', () => this.#load(), { signal: stop.signal });
		now();
		return () => {
			stop.abort();
			clearTimeout(this.#timer);
		};
	}

	write(conversation: string, body: string): void {
		const writtenAt = new Date().toISOString();
		this.#put({ id: uuidv7(), conversation, body, writtenAt, refused: '', sent: false });
		this.sendNow();
	}

	tryAgain(item: Unsent): void {
		this.#put({ ...item, refused: '' });
		this.sendNow();
	}

	remove(id: string): void {
		this.items = this.items.filter((item) => item.id !== id);
		forget(nameOf(this.#account, 'unsent', id));
	}

	/** Tries at once instead of at the end of the pause. */
	sendNow(): void {
		clearTimeout(this.#timer);
		void this.#sendWaiting();
	}

	async #sendWaiting() {
		if (this.#sending) return;
		this.#sending = true;
		try {
			let next;
			while ((next = this.items.find(({ sent, refused }) => !sent && !refused))) {
				await this.#send(next);
			}
			this.#failures = 0;
		} catch (thrown) {
			asProblem(thrown);
			const pause = PAUSES[Math.min(this.#failures++, PAUSES.length - 1)]!;
			this.#timer = setTimeout(() => this.sendNow(), pause);
		} finally {
			this.#sending = false;
		}
	}

	/** Throws where trying again later can help. */
	async #send(item: Unsent) {
		try {
			await answer(
				api.POST('/v1/conversations/{conversation_id}/messages', {
					params: {
						path: { conversation_id: item.conversation },
						header: { 'Idempotency-Key': item.id }
					},
					body: { body: item.body }
				})
			);
			forget(nameOf(this.#account, 'unsent', item.id));
			this.#replace({ ...item, sent: true });
		} catch (thrown) {
			const problem = asProblem(thrown);
			if (problem.passing || problem.status === 401) throw problem;
			this.#put({ ...item, refused: problem.message });
		}
	}

	#put(item: Unsent) {
		keep(nameOf(this.#account, 'unsent', item.id), JSON.stringify(item));
		if (this.items.some(({ id }) => id === item.id)) this.#replace(item);
		else this.items = [...this.items, item];
	}

	#replace(item: Unsent) {
		this.items = this.items.map((each) => (each.id === item.id ? item : each));
	}

	// Each message is kept under a name of its own: two tabs never overwrite each other's.
	#load() {
		const stored = keptNames(this.#account, 'unsent').flatMap((name) => {
			const text = kept(name);
			return text ? [JSON.parse(text) as Unsent] : [];
		});
		const sent = this.items.filter((item) => item.sent);
		const waiting = stored.filter((item) => !sent.some(({ id }) => id === item.id));
		this.items = [...sent, ...waiting].sort((one, other) => (one.id < other.id ? -1 : 1));
	}
}
