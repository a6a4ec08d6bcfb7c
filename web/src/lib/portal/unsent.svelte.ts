/** Messages that were written but are not yet known to be sent. They outlive a reload, and each keeps
 *  the id it was given when written, so that sending it again can never make a second one. */

import { uuidv7 } from 'uuidv7';
import { answer, api, type AudienceChange } from '#lib/api/client.ts';
import { asProblem, type Problem } from '#lib/api/problem.ts';
import type { Answered, CommentedOn } from './drafts.ts';
import { inBrowser, keptNames, nameOf } from '#lib/kept.ts';
import type { Uploads } from '#lib/uploads/uploads.svelte.ts';

export interface Unsent {
	id: string;
	conversation: string;
	body: string;
	/** The ids of the documents that go with it. */
	files: string[];
	/** The message that it answers. */
	answers?: Answered;
	/** What it is a comment on. */
	about?: CommentedOn;
	/** Which audience its sender was shown. */
	audience: number;
	writtenAt: string;
	/** Why it was refused; empty while it waits. */
	refused: string;
	/** Others read along than its sender was shown: they are asked before it goes. */
	asked?: Asked;
	/** The portal has it; it goes from here when the conversation shows it. */
	sent: boolean;
}

type FilesUnderWay = Pick<Uploads, 'standing' | 'handOver'>;

/** The audience of now, and what became of each person since the one that was shown. */
export interface Asked {
	audience: number;
	changes: AudienceChange[];
}

// Who was let in again meanwhile reads it, too.
const NO_PART = 'You did not take part in this matter when it was to be sent.';
const PAUSES = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

export class UnsentMessages {
	items = $state.raw<Unsent[]>([]);

	#account: string;
	#uploads: FilesUnderWay;
	#failures = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#sending = false;

	/** @param uploads what knows how the files of a message are: it goes when they are there */
	constructor(account: string, uploads: FilesUnderWay) {
		this.#account = account;
		this.#uploads = uploads;
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

	write(
		message: Pick<
			Unsent,
			'id' | 'conversation' | 'body' | 'files' | 'answers' | 'about' | 'audience'
		>
	): void {
		this.#put({ ...message, writtenAt: new Date().toISOString(), refused: '', sent: false });
		this.sendNow();
	}

	/** They may all read it: this one, and what else was asked for the same conversation. */
	agree({ conversation }: Unsent): void {
		for (const item of this.items) {
			if (item.conversation !== conversation || !item.asked) continue;
			this.#put({ ...item, audience: item.asked.audience, asked: undefined });
		}
		this.sendNow();
	}

	tryAgain(item: Unsent): void {
		this.#put({ ...item, refused: '' });
		this.sendNow();
	}

	remove(id: string): void {
		this.items = this.items.filter((item) => item.id !== id);
		inBrowser.forget(nameOf(this.#account, 'unsent', id));
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
			while ((next = this.#next)) {
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

	/** The first to go. Where files are on their way, none of its conversation goes before theirs; one
	 *  whose files wait for the person holds nothing up. */
	get #next(): Unsent | undefined {
		const held = new Set<string>();
		for (const item of this.items.filter(waits)) {
			const standing = this.#uploads.standing(item.files);
			if (standing === 'there' && !held.has(item.conversation)) return item;
			if (standing === 'travelling') held.add(item.conversation);
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
					body: {
						body: item.body,
						audience_version: item.audience,
						attachments: item.files,
						reply_to: item.answers?.id,
						about: item.about && placeOf(item.about)
					}
				})
			);
			inBrowser.forget(nameOf(this.#account, 'unsent', item.id));
			this.#replace({ ...item, sent: true });
			this.#uploads.handOver(item.files);
		} catch (thrown) {
			const problem = asProblem(thrown);
			if (problem.passing || problem.status === 401) throw problem;
			this.#refuse(item, problem);
		}
	}

	#refuse(item: Unsent, problem: Problem) {
		const { audience_version, changes } = problem.extra;
		if (problem.code === 'audience_changed') {
			this.#put({ ...item, asked: { audience: audience_version, changes } as Asked });
			return;
		}
		// Under this id another text stands: what another tab made of the same draft.
		if (problem.code === 'conflict') this.remove(item.id);
		const id = problem.code === 'conflict' ? uuidv7() : item.id;
		this.#put({ ...item, id, refused: problem.closed ? NO_PART : problem.message });
	}

	#put(item: Unsent) {
		inBrowser.keep(nameOf(this.#account, 'unsent', item.id), JSON.stringify(item));
		if (this.items.some(({ id }) => id === item.id)) this.#replace(item);
		else this.items = [...this.items, item];
	}

	#replace(item: Unsent) {
		this.items = this.items.map((each) => (each.id === item.id ? item : each));
	}

	// Each message is kept under a name of its own: two tabs never overwrite each other's.
	#load() {
		const names = keptNames(this.#account, 'unsent');
		const stored = names.flatMap((name) => {
			const item = inBrowser.read<Unsent>(name);
			return item ? { ...item, files: item.files ?? [] } : [];
		});
		const sent = this.items.filter((item) => item.sent);
		const waiting = stored.filter((item) => !sent.some(({ id }) => id === item.id));
		this.items = [...sent, ...waiting].sort((one, other) => (one.id < other.id ? -1 : 1));
	}
}

const placeOf = ({ document: document_id, version, page, spot }: CommentedOn) => ({
	document_id,
	version,
	page,
	spot
});

const waits = ({ sent, refused, asked }: Unsent) => !sent && !refused && !asked;
