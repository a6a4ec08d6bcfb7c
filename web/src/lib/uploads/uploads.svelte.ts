/** Files on their way to conversations, from the moment they are chosen until a message has taken them.
 *
 *  What they are outlives a reload, and never what they hold: nothing of that stays on the device. So
 *  after a reload a file is chosen once more, and goes on where it was. */

import { uuidv7 } from 'uuidv7';
import { answer, api, type UploadLimits } from '#lib/api/client.ts';
import { Problem, problemOf } from '#lib/api/problem.ts';
import { inBrowser, keptNames, nameOf } from '#lib/kept.ts';
import type { Engine } from './engine.ts';
import { refusal } from './limits.ts';
import { patiently } from './patience.ts';
import { Turns } from './turns.ts';

/** What is kept of a file. */
interface Kept {
	/** The id that its document has. */
	id: string;
	conversation: string;
	name: string;
	size: number;
	type: string;
	/** When it was last changed, to know it again. */
	modified: number;
	/** All of it is there. */
	there: boolean;
}

export interface Upload extends Kept {
	/** `interrupted`: it is to be chosen once more. `elsewhere`: another tab sends it. `refused`: it can
	 *  never be sent; `failed`: it may be tried again. */
	state:
		'waiting' | 'sending' | 'paused' | 'there' | 'interrupted' | 'elsewhere' | 'failed' | 'refused';
	/** Bytes. */
	sent: number;
	/** It waits for the line. */
	stalled: boolean;
	/** Why it is refused, or has failed. */
	why: Problem | undefined;
}

/** How the files of a message stand together: all there, on their way, or one of them needs the person. */
export type Standing = 'there' | 'travelling' | 'needed';

export class Uploads {
	items = $state.raw<Upload[]>([]);
	limits = $state.raw<UploadLimits>();

	/** Called when another one is there. */
	whenThere = () => {};

	#account: string;
	#files = new Map<string, File>();
	#turns: Turns;
	#engine: Promise<Engine> | undefined;
	#asking: Promise<UploadLimits> | undefined;
	#stop = new AbortController();

	constructor(account: string) {
		this.#account = account;
		this.#turns = new Turns(account);
		this.#load();
	}

	/** Stays in step with the other tabs until the answered function is called. */
	start(): () => void {
		const stop = new AbortController();
		window.addEventListener('storage', () => this.#load(), { signal: stop.signal });
		return () => stop.abort();
	}

	/** Those of these ids that are known, in their order. */
	of(ids: string[]): Upload[] {
		return ids.flatMap((id) => this.items.find((item) => item.id === id) ?? []);
	}

	standing(ids: string[]): Standing {
		const states = this.of(ids).map(({ state }) => state);
		if (states.some((state) => NEED_SOMEBODY.includes(state))) return 'needed';
		return states.every((state) => state === 'there') ? 'there' : 'travelling';
	}

	/** Fetches what is needed to send files, before there are any. */
	prepare(): void {
		void this.askLimits().catch(() => {}); // it ends only with the session
		void this.#start().catch(() => {});
	}

	/** Asks what may be sent, once. */
	askLimits(): Promise<UploadLimits> {
		this.#asking ??= patiently(() => answer(api.GET('/v1/documents/limits')), this.#stop.signal);
		return this.#asking.then((limits) => (this.limits = limits));
	}

	/** Begins to send files; answers the ids of those that are new here. One that waits to be chosen
	 *  once more goes on. */
	add(conversation: string, files: File[]): string[] {
		return files
			.filter((file) => !this.#resumes(conversation, file))
			.map((file) => this.#new(conversation, file));
	}

	pause(id: string): void {
		this.#change(id, { state: 'paused', stalled: false });
		void this.#engine?.then((engine) => engine.pause(id));
	}

	/** After a pause, or once more after it has failed. */
	goOn(id: string): void {
		this.#change(id, { state: 'waiting', stalled: false, why: undefined });
		void this.#begin(id);
	}

	/** What was interrupted goes on with this file, if it is the same. */
	resume(id: string, file: File): void {
		const [item] = this.of([id]);
		if (item && isSame(item, file)) this.#resume(id, file);
		else this.#change(id, { why: ANOTHER });
	}

	/** Takes it back, wherever it is. */
	cancel(id: string): void {
		const [item] = this.of([id]);
		this.forget([id]);
		void this.#engine?.then((engine) => engine.drop(id));
		if (!item || item.state === 'refused') return;
		const path = { document_id: id };
		// What is not taken back goes by itself after a day.
		void problemOf(answer(api.DELETE('/v1/documents/{document_id}/upload', { params: { path } })));
	}

	/** A message has taken them: they are shown as long as it is, and kept no longer. */
	handOver(ids: string[]): void {
		for (const id of ids) {
			inBrowser.forget(this.#nameOf(id));
			this.#files.delete(id);
			this.#turns.end(id);
		}
	}

	forget(ids: string[]): void {
		this.handOver(ids);
		this.items = this.items.filter(({ id }) => !ids.includes(id));
	}

	/** Lets go of everything that travels. */
	end(): void {
		this.#stop.abort();
		void this.#engine?.then((engine) => this.items.forEach(({ id }) => engine.drop(id)));
	}

	#new(conversation: string, file: File): string {
		const { name, size, type, lastModified: modified } = file;
		const id = uuidv7();
		this.#files.set(id, file);
		this.#put({ id, conversation, name, size, type, modified, there: false, ...FRESH });
		void this.#begin(id);
		return id;
	}

	/** Whether this is the file that one of the conversation's waits for. */
	#resumes(conversation: string, file: File): boolean {
		const waits = this.items.find(
			(item) =>
				item.conversation === conversation && AWAITED.includes(item.state) && isSame(item, file)
		);
		if (waits) this.#resume(waits.id, file);
		return Boolean(waits);
	}

	#resume(id: string, file: File) {
		this.#files.set(id, file);
		this.goOn(id);
	}

	async #begin(id: string) {
		const file = this.#files.get(id)!;
		this.#turns.take(id);
		const [limits, engine] = await Promise.all([this.askLimits(), this.#start()]);
		const [item] = this.of([id]);
		if (!item || item.state !== 'waiting') return;
		const why = refusal(file, limits);
		if (why) this.#refuse(id, why);
		else {
			const { conversation, modified } = item;
			engine.send({ id, conversation, file, doubtful: modified !== file.lastModified });
		}
	}

	#start(): Promise<Engine> {
		this.#engine ??= patiently(
			async () => new (await import('./engine.ts')).Engine(this.#hears),
			this.#stop.signal
		);
		return this.#engine;
	}

	#hears = {
		started: (id: string) => this.#moves(id, { state: 'sending' }),
		sent: (id: string, sent: number) => this.#moves(id, { sent, state: 'sending' }),
		stalled: (id: string, stalled: boolean) => this.#moves(id, { stalled }),
		arrived: (id: string) => {
			this.#files.delete(id);
			this.#turns.end(id);
			this.#change(id, { state: 'there', there: true, stalled: false });
			this.whenThere();
		},
		failed: (id: string, problem: Problem) => {
			const { status, extra } = problem;
			if (extra.field === 'parts') this.#change(id, { state: 'interrupted', why: problem });
			else if (status === 422) this.#refuse(id, problem);
			else this.#change(id, { state: 'failed', why: problem, stalled: false });
		}
	};

	#refuse(id: string, why: Problem) {
		this.handOver([id]);
		this.items = this.items.map((item) =>
			item.id === id ? { ...item, state: 'refused', why } : item
		);
	}

	/** Of one that is being sent; what comes after a pause says nothing. */
	#moves(id: string, change: Partial<Upload>) {
		const [item] = this.of([id]);
		if (item && (item.state === 'waiting' || item.state === 'sending')) {
			this.items = this.items.map((each) => (each.id === id ? { ...each, ...change } : each));
		}
	}

	#interrupted(id: string) {
		const [item] = this.of([id]);
		if (item?.state === 'elsewhere') this.#change(id, { state: 'interrupted' });
	}

	#change(id: string, change: Partial<Upload>) {
		const [item] = this.of([id]);
		if (item) this.#put({ ...item, ...change });
	}

	#put(item: Upload) {
		const { id, conversation, name, size, type, modified, there } = item;
		const kept: Kept = { id, conversation, name, size, type, modified, there };
		inBrowser.keep(this.#nameOf(id), JSON.stringify(kept));
		if (this.of([id]).length === 0) this.items = [...this.items, item];
		else this.items = this.items.map((each) => (each.id === id ? item : each));
	}

	// Each file is kept under a name of its own: two tabs never overwrite each other's.
	#load() {
		const stored = keptNames(this.#account, 'upload').flatMap(
			(name) => inBrowser.read<Kept>(name) ?? []
		);
		const own = this.items.filter(({ id, state }) => this.#files.has(id) || ENDED.includes(state));
		const others = stored.filter(({ id }) => !own.some((item) => item.id === id));
		this.items = [...own, ...others.map((kept) => this.#found(kept))].sort(byId);
	}

	#found(kept: Kept): Upload {
		if (kept.there) return { ...kept, ...FRESH, state: 'there' };
		const [known] = this.of([kept.id]);
		if (known) return known;
		void this.#turns.whenFree(kept.id).then(() => this.#interrupted(kept.id));
		return { ...kept, ...FRESH, state: 'elsewhere' };
	}

	#nameOf(id: string): string {
		return nameOf(this.#account, 'upload', id);
	}
}

const FRESH = { state: 'waiting', sent: 0, stalled: false, why: undefined } as const;
const ANOTHER = new Problem(
	'file_another',
	422,
	'This is another file. Please choose the same one.'
);
const AWAITED = ['interrupted', 'failed'];
const ENDED = ['there', 'refused'];
const NEED_SOMEBODY = [...AWAITED, 'refused'];
const isSame = (one: Upload, file: File) => one.name === file.name && one.size === file.size;
const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);
