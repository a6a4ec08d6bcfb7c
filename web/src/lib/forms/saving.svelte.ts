/** Answers on their way to the portal: kept in the browser at once, sent together after a moment, and
 *  again until they are there. Nothing is ever put in the place of what somebody else has answered: each
 *  goes with the version over which it was given, and where another one came in between the portal keeps
 *  both. */

import { answer, api, type AnswerPatch, type PatchedAnswers } from '#lib/api/client.ts';
import { asProblem, type Problem } from '#lib/api/problem.ts';
import type { Answer } from './model.ts';
import { same } from './same.ts';
import { Unsaved, type Draft } from './unsaved.ts';

const MOMENT = 700; // ms, from the last key on
const PAUSES = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
const MOST = 25; // answers at once; each may be two patches

export interface Hears {
	/** What is on its way is other than before. */
	changed: () => void;
	/** The portal has taken some. */
	took: (patched: PatchedAnswers) => void;
	/** It takes no more: the form was sent or withdrawn, or the matter is closed. */
	ended: () => void;
}

export class Saving {
	drafts = $state.raw<Record<string, Draft>>({});
	/** Why it waits; undefined while the line is there. */
	problem = $state.raw<Problem>();
	isSending = $state(false);
	savedAt = $state.raw<Date>();

	#form: string;
	#unsaved: Unsaved;
	#hears: Hears;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#sending: Promise<void> | undefined;
	#failures = 0;
	#alone = false;

	constructor(account: string, form: string, hears: Hears) {
		this.#form = form;
		this.#unsaved = new Unsaved(account, form);
		this.#hears = hears;
		this.drafts = this.#unsaved.all();
	}

	/** Goes on with what is not there yet, until the answered function is called; what there is then is
	 *  sent a last time, and kept. */
	start(): () => void {
		const stop = new AbortController();
		const { signal } = stop;
		window.addEventListener('online', () => this.now(), { signal });
		window.addEventListener('pagehide', () => this.#leave(), { signal });
		document.addEventListener(
			'visibilitychange',
			() => document.visibilityState === 'hidden' && this.#leave(),
			{ signal }
		);
		this.now();
		return () => {
			stop.abort();
			void this.flush().finally(() => clearTimeout(this.#timer));
		};
	}

	/** Whether there is anything that the portal does not have and may still take. */
	get waits(): boolean {
		return this.#waiting.length > 0;
	}

	/** @param base the version over which it is given, where nothing is on its way to this question */
	put(path: string, value: Answer | null, base: number, more: Partial<Draft> = {}): void {
		const draft = { base, ...this.drafts[path], value, refused: undefined, ...more };
		this.#keep(path, draft);
		if (!this.problem) this.#later(MOMENT);
	}

	/** Sends at once instead of at the end of the moment. */
	now(): void {
		if (this.waits) void this.#once();
	}

	/** Sends all that there is; whether all of it is there then. */
	async flush(): Promise<boolean> {
		while (this.waits) {
			await this.#once();
			if (this.problem) return false;
		}
		return true;
	}

	/** Lets go of what the form does not take any more. */
	forget(): void {
		clearTimeout(this.#timer);
		for (const path of Object.keys(this.drafts)) this.#unsaved.forget(path);
		this.drafts = {};
	}

	/** Where the answer that stands is one that was sent from here, what was written since is given over
	 *  it, and not beside it. */
	rebase(path: string, stands: { value: unknown; version: number; mine: boolean }): void {
		const draft = this.drafts[path];
		if (!draft || !stands.mine || stands.version <= draft.base) return;
		if (draft.tried?.some((one) => same(one, stands.value)))
			this.#keep(path, { ...draft, base: stands.version, tried: undefined });
	}

	get #waiting(): [string, Draft][] {
		return Object.entries(this.drafts).filter(([, { refused }]) => refused === undefined);
	}

	#later(pause: number) {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.now(), pause);
	}

	// The page may be gone before this one is answered; what then is not known is found out when it
	// opens again.
	#leave() {
		if (this.waits && !this.#sending) void this.#once(true);
	}

	#once(keepalive = false): Promise<void> {
		clearTimeout(this.#timer);
		this.#sending ??= this.#send(keepalive).finally(() => {
			this.#sending = undefined;
			if (this.waits && !this.problem) this.#later(MOMENT);
		});
		return this.#sending;
	}

	async #send(keepalive: boolean) {
		const batch = this.#waiting.slice(0, this.#alone ? 1 : MOST).map(([path, draft]) => {
			const sent = { ...draft, tried: [...(draft.tried ?? []), draft.value] };
			this.#keep(path, sent);
			return { path, sent };
		});
		this.isSending = true;
		try {
			const patched = await answer(
				api.PATCH('/v1/forms/{form_id}/answers', {
					params: { path: { form_id: this.#form } },
					body: { answers: batch.flatMap(({ path, sent }) => patches(path, sent)) },
					keepalive
				})
			);
			this.#arrived(batch, patched);
		} catch (thrown) {
			this.#failed(batch, asProblem(thrown));
		} finally {
			this.isSending = false;
		}
	}

	#arrived(batch: Sent[], patched: PatchedAnswers) {
		this.#failures = 0;
		this.problem = undefined;
		this.savedAt = new Date();
		for (const each of batch) this.#settle(each, patched);
		if (!this.waits) this.#alone = false;
		this.#hears.took(patched);
	}

	#settle({ path, sent }: Sent, { answers, others }: PatchedAnswers) {
		const stands = answers.find((each) => each.path === path);
		const { value, version = 0, mine = true } = stands ?? {};
		const now = this.drafts[path] ?? sent;
		const isUnchanged = now === sent;
		const own = others.filter(
			(each) => each.path === path && each.mine && same(each.value, sent.value)
		);
		const settles = own.map(({ number }) => number);
		if (same(value, sent.value)) {
			if (isUnchanged) this.#drop(path);
			else this.#keep(path, { value: now.value, base: version });
		} else if (mine && sent.tried?.some((one) => same(one, value))) {
			// It was sent from here: nobody has to choose.
			this.#keep(path, { value: now.value, base: version, settles });
		} else if (isUnchanged) this.#drop(path);
		// Somebody else's stands there. What is written here stays beside it, in its newest form.
		else this.#keep(path, { ...now, settles });
	}

	#failed(batch: Sent[], problem: Problem) {
		if (problem.passing) {
			this.problem = problem;
			this.#later(PAUSES[Math.min(this.#failures++, PAUSES.length - 1)]!);
		} else if (problem.closed || problem.status === 409) this.#hears.ended();
		else if (problem.status === 401) this.problem = problem;
		else if (batch.length > 1) this.#alone = true;
		else for (const { path, sent } of batch) this.#refuse(path, sent, problem);
	}

	#refuse(path: string, sent: Draft, { message: refused }: Problem) {
		if (this.drafts[path] === sent) this.#keep(path, { ...sent, refused });
	}

	#keep(path: string, draft: Draft) {
		this.#unsaved.keep(path, draft);
		this.drafts = { ...this.drafts, [path]: draft };
		this.#hears.changed();
	}

	#drop(path: string) {
		this.#unsaved.forget(path);
		const { [path]: _, ...rest } = this.drafts;
		this.drafts = rest;
	}
}

interface Sent {
	path: string;
	sent: Draft;
}

/** A signature stands under the answers of the moment in which it is given: taken away and given again
 *  it stands under those of now. */
function patches(path: string, { value, base, settles = [], anew }: Draft): AnswerPatch[] {
	const patch = { path, value, base_version: base, settles };
	if (!anew) return [patch];
	return [
		{ ...patch, value: null },
		{ ...patch, base_version: base + 1, settles: [] }
	];
}
