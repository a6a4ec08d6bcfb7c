/** A form that is being filled in: what the portal has, with what is written here over it; what of it is
 *  asked, and what is wrong with the answers. It stays in step with other devices and other people. */

import { SvelteSet } from 'svelte/reactivity';
import {
	answer,
	api,
	type Form,
	type FormAnswer,
	type FormFile,
	type OtherAnswer,
	type PatchedAnswers,
	type Submission
} from '#lib/api/client.ts';
import { Problem, problemOf, unanswered } from '#lib/api/problem.ts';
import { onceMore } from '#lib/once-more.ts';
import { concerns, type Hint } from '#lib/portal/hints.ts';
import { flaws, type Flaw } from './flaws.ts';
import { chooseLanguage, inLanguage, languageFor } from './language.ts';
import type { Answer, Answers, Definition, Given, Page, Words } from './model.ts';
import { isAnswered, Outline } from './outline.ts';
import { same } from './same.ts';
import { Saving } from './saving.svelte.ts';
import { tidied } from './tidy.ts';
import { judge, type Row, type Verdict } from './verdict.ts';
import { wording, type Wording } from './words.ts';

const BREATH = 500; // ms between a hint and the look at what it tells of
const LOOKS = [1_000, 2_000, 3_000, 5_000, 10_000]; // ms between looks at files that are being checked
const MOVING = ['uploading', 'checking'];

export class Filling {
	readonly id: string;
	readonly saving: Saving;
	form = $state.raw<Form>();
	problem = $state.raw<Problem>();
	/** What was written last came too late to be kept. */
	late = $state(false);
	/** What is answered, by path, as one sees it here. */
	values = $state.raw<Answers>({});
	verdict = $state.raw<Verdict>({ asked: [], problems: [], answers: {} });
	/** All that is wrong, in the order of asking. */
	flaws = $state.raw<Flaw[]>([]);
	/** Answers that stand beside others, until somebody chooses. */
	others = $state.raw<OtherAnswer[]>([]);
	/** The questions of which one is told what is wrong. */
	readonly told = new SvelteSet<string>();

	outline!: Outline;

	#account: string;
	#language = $state('');
	#known = $state.raw<Record<string, FormAnswer>>({});
	#seen = 0; // the change up to which everything is here
	#latest = 0; // of which there is word
	#refused: Flaw[] = []; // what the portal had against sending it
	#looks = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#hinted: ReturnType<typeof setTimeout> | undefined;

	constructor(account: string, id: string) {
		this.id = id;
		this.#account = account;
		this.saving = new Saving(account, id, {
			changed: () => this.#look(),
			took: (patched) => this.#take(patched),
			ended: () => void this.refresh()
		});
	}

	/** Stays fresh until the answered function is called. */
	start(): () => void {
		void this.refresh();
		const stop = this.saving.start();
		return () => {
			clearTimeout(this.#timer);
			clearTimeout(this.#hinted);
			this.#hinted = undefined;
			stop();
		};
	}

	hear(hint: Hint): void {
		const isFile = hint.about?.kind === 'document' && this.#files.includes(hint.about.id);
		if (!isFile && !concerns(hint, 'form', this.id)) return;
		this.#hinted ??= setTimeout(() => {
			this.#hinted = undefined;
			void this.refresh();
		}, BREATH);
	}

	readonly refresh = onceMore(async () => {
		const params = { path: { form_id: this.id } };
		this.problem = await problemOf(
			answer(api.GET('/v1/forms/{form_id}', { params })).then((form) => this.#show(form))
		);
		if (this.problem?.closed) this.form = undefined;
	});

	/** Whether there is anything to fill in. */
	get isOpen(): boolean {
		return this.form?.state === 'open' && !this.form.closed;
	}

	get definition(): Definition {
		return this.form!.definition as unknown as Definition;
	}

	/** In which one reads it. */
	get language(): string {
		return this.#language;
	}

	set language(language: string) {
		this.#language = language;
		chooseLanguage(this.#account, language);
	}

	/** What these pages say in it. */
	get words(): Wording {
		return wording(this.#language);
	}

	/** What the form says in it. */
	readonly say = (words: Words | undefined): string => inLanguage(words, this.#language);

	get asked(): Set<string> {
		return new Set(this.verdict.asked);
	}

	get pages(): Page[] {
		return this.outline.toFill(this.verdict.asked);
	}

	get counts() {
		return this.outline.counts(this.verdict.asked, this.values);
	}

	/** Who gave the answer that stands, and when. */
	given(path: string): FormAnswer | undefined {
		return this.#known[path];
	}

	/** What stands beside the answer to this question. */
	beside(path: string): OtherAnswer[] {
		return this.others.filter((other) => other.path === path);
	}

	/** What conditions at this path look at: the good answers, and those of its row. */
	givenAt(path: string): Given {
		const { answers } = this.verdict;
		const [group, row] = path.split('/');
		const rows = row === undefined ? [] : ((answers[group!] ?? []) as Row[]);
		const own = rows.find((each) => each.row === row)?.answers ?? {};
		return new Map(Object.entries({ ...answers, ...own }));
	}

	put(path: string, value: Answer | null, anew = false): void {
		this.#refused = [];
		this.#touched.add(path);
		this.saving.put(path, value, this.#versionOf(path), anew ? { anew } : {});
	}

	/** The person goes on to something else: the answer is put in its form, checked and saved. */
	leave(path: string): void {
		const question = this.outline.at(path);
		const value = this.values[path] as Answer | undefined;
		const tidy = question && value !== undefined ? tidied(question, value) : value;
		if (tidy !== undefined && !same(tidy, value)) this.put(path, tidy);
		if (this.#touched.has(path) || isAnswered(value)) this.told.add(path);
		this.saving.now();
	}

	/** Of several answers to a question this one is right. */
	settle(path: string, value: Answer | null): void {
		const settles = this.beside(path).map(({ number }) => number);
		this.others = this.others.filter((other) => other.path !== path);
		const base = this.#versionOf(path);
		this.saving.put(path, value, base, { base, settles, tried: undefined });
		this.saving.now();
	}

	/** What one is told is wrong with it. */
	wrongWith(path: string): Flaw[] {
		return this.flaws.filter(
			(flaw) => flaw.path === path && (this.told.has(path) || flaw.code === 'refused')
		);
	}

	/** All that is wrong on a page and can be mended there. */
	flawsOn(page: Page): Flaw[] {
		const waits = ({ code, limit }: Flaw) => code === 'file' && MOVING.includes(limit);
		return this.flaws.filter((flaw) => this.outline.pageOf(flaw.path) === page && !waits(flaw));
	}

	/** From here on one is told what is wrong with these. */
	tell(flaws: Flaw[]): void {
		for (const { path } of flaws) this.told.add(path);
	}

	fileOf(id: string): FormFile | undefined {
		return this.form?.files.find(({ document_id }) => document_id === id);
	}

	/** Where one goes on: at the page of one's last answer, or after it where it is complete. */
	get resumes(): Page | undefined {
		const own = Object.values(this.#known).filter(({ mine }) => mine);
		const last = own
			.map(({ at }) => at)
			.toSorted()
			.at(-1);
		// Answers of several pages may have been saved together.
		const latest = own.filter(({ at }) => at === last).map(({ path }) => this.outline.pageOf(path));
		const { pages } = this;
		const at = pages.findLastIndex((page) => latest.includes(page));
		if (at < 0) return pages[0];
		const isDone = !this.flaws.some(({ path }) => this.outline.pageOf(path) === pages[at]);
		return pages[isDone ? at + 1 : at] ?? pages[at];
	}

	/** The questions that somebody else has answered otherwise since they were answered so. */
	moved(since: Answers): string[] {
		return this.verdict.asked.filter(
			(path) => !same(since[path], this.values[path]) && this.given(path)?.mine === false
		);
	}

	/** Sends the form as it was looked at, and not where somebody else has changed it since. Throws
	 *  `Problem`. */
	async submit(looked: Answers): Promise<Submission> {
		if (!(await this.saving.flush())) throw this.saving.problem ?? unanswered();
		if (this.#seen < this.#latest) await this.refresh();
		if (this.moved(looked).length) throw new Problem('form_moved', 409, '');
		const params = { path: { form_id: this.id } };
		const body = { change: this.#seen, language: this.#language };
		return answer(api.POST('/v1/forms/{form_id}/submit', { params, body }));
	}

	/** What the portal has against sending it. */
	refuse(found: Flaw[]): void {
		this.#refused = found;
		this.#look();
	}

	#touched = new Set<string>();

	#versionOf = (path: string) => this.#known[path]?.version ?? 0;

	get #files(): string[] {
		return this.verdict.asked
			.filter((path) => this.outline.at(path)?.kind === 'files')
			.flatMap((path) => (Array.isArray(this.values[path]) ? this.values[path] : []));
	}

	#show(form: Form) {
		const isFirst = !this.form;
		const definition = form.definition as unknown as Definition;
		if (JSON.stringify(form.definition) !== JSON.stringify(this.form?.definition)) {
			this.outline = new Outline(definition);
			this.#language = languageFor(this.#account, definition);
			this.form = form;
		} else this.form = { ...form, definition: this.form!.definition };
		if (form.change >= this.#latest) {
			this.#seen = this.#latest = form.change;
			this.others = form.others;
		} else void this.refresh(); // it was asked for before the last answers arrived
		this.#learn(form.answers);
		if (!this.isOpen) {
			this.late ||= this.saving.waits;
			this.saving.forget();
		}
		this.#look();
		if (isFirst) for (const path of Object.keys(this.values)) this.told.add(path);
		this.#watchFiles();
	}

	#take({ change, answers, others }: PatchedAnswers) {
		const paths = answers.map(({ path }) => path);
		this.others = [...this.others.filter(({ path }) => !paths.includes(path)), ...others];
		if (change <= this.#seen + 1) this.#seen = Math.max(this.#seen, change);
		else void this.refresh();
		this.#latest = Math.max(this.#latest, change);
		this.#learn(answers);
		this.#look();
		this.#looks = 0;
		this.#watchFiles();
	}

	#learn(answers: FormAnswer[]) {
		const newer = answers.filter(({ path, version }) => version >= this.#versionOf(path));
		this.#known = { ...this.#known, ...Object.fromEntries(newer.map((one) => [one.path, one])) };
		for (const each of newer) this.saving.rebase(each.path, each);
	}

	#look() {
		if (!this.form) return;
		const { drafts } = this.saving;
		const all = Object.values(this.#known).map(({ path, value }) => [path, value] as const);
		const own = Object.entries(drafts).map(([path, { value }]) => [path, value] as const);
		this.values = Object.fromEntries([...all, ...own].filter(([, value]) => value !== null));
		for (const [path, value] of own) if (value === null) delete this.values[path];
		this.verdict = judge(this.definition, this.values);
		this.flaws = flaws(this, this.#known, this.#refused);
	}

	// Nobody is told when the one service has heard of it that was asked here.
	#watchFiles() {
		clearTimeout(this.#timer);
		const isMoving = (id: string) => MOVING.includes(this.fileOf(id)?.state ?? 'uploading');
		if (!this.isOpen || !this.#files.some(isMoving)) return;
		const pause = LOOKS[Math.min(this.#looks++, LOOKS.length - 1)];
		this.#timer = setTimeout(() => void this.refresh(), pause);
	}
}
