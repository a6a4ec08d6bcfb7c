/** The portal as a form in a browser knows it: answers with versions, and both where two were given over
 *  the same one (services/matters/forms/answering.py). */

import type { AnswerPatch, Form, FormAnswer, OtherAnswer } from '#lib/api/client.ts';
import type { Definition } from './model.ts';
import { same } from './same.ts';

export class FakePortal {
	answers: FormAnswer[] = [];
	others: OtherAnswer[] = [];
	change = 0;
	/** What was asked, as sent. */
	patched: AnswerPatch[][] = [];
	/** The next answers in place of its own: a status, or nothing where the line is away. Where it was
	 *  heard all the same only the way back was away. */
	fails: { status?: number; heard?: boolean; code?: string }[] = [];
	form: Partial<Form> = {};

	#definition: Definition;
	#minute = 0;

	constructor(definition: Definition) {
		this.#definition = definition;
	}

	/** Somebody else, or the same person elsewhere, answers. */
	says(path: string, value: FormAnswer['value'], author_name = 'Ben', mine = false): void {
		const version = this.#at(path)?.version ?? 0;
		this.#put({ path, value, base_version: version, settles: [] }, { author_name, mine });
		this.change++;
	}

	value(path: string): unknown {
		return this.#at(path)?.value;
	}

	GET = async () => ({
		response: new Response(),
		data: {
			id: 'f-1',
			title: { en: 'About you' },
			state: 'open',
			closed: false,
			definition: this.#definition,
			change: this.change,
			answers: [...this.answers],
			others: [...this.others],
			files: [],
			sent: [],
			people: ['Ana', 'Ben'],
			...this.form
		}
	});

	PATCH = async (_: string, { body }: { body: { answers: AnswerPatch[] } }) => {
		const fails = this.fails.shift();
		if (!fails || fails.heard) this.#take(body.answers);
		if (fails?.status) return { response: new Response(null, fails), error: problem(fails) };
		if (fails) throw new TypeError('Failed to fetch');
		const paths = body.answers.map(({ path }) => path);
		const data = {
			change: this.change,
			answers: this.answers.filter(({ path }) => paths.includes(path)),
			others: this.others.filter(({ path }) => paths.includes(path))
		};
		return { response: new Response(), data };
	};

	POST = async (_: string, { body }: { body: { change: number } }) => {
		const isMoved = body.change !== this.change;
		const status = isMoved ? { status: 409, code: 'form_moved' } : undefined;
		if (status) return { response: new Response(null, status), error: problem(status) };
		return { response: new Response(), data: { number: 1 } };
	};

	#take(patches: AnswerPatch[]) {
		this.patched.push(patches);
		const moved = patches.map((patch) => this.#put(patch, { author_name: 'Ana', mine: true }));
		if (moved.some(Boolean)) this.change++;
	}

	#put(patch: AnswerPatch, who: { author_name: string; mine: boolean }): boolean {
		const { path, value, base_version, settles = [] } = patch;
		const before = this.others.length;
		this.others = this.others.filter(
			(each) => each.path !== path || !settles.includes(each.number)
		);
		const settled = this.others.length < before;
		const row = this.#at(path);
		const at = new Date(Date.UTC(2026, 10, 27, 10, this.#minute++)).toISOString();
		if (same(row?.value, value)) return settled;
		if (row && row.version > base_version) {
			if (this.others.some((each) => each.path === path && same(each.value, value))) return settled;
			const number = Math.max(0, ...this.others.map((each) => each.number)) + 1;
			this.others.push({ path, number, value, at, ...who });
			return true;
		}
		const version = (row?.version ?? 0) + 1;
		this.answers = this.answers.filter((each) => each !== row);
		this.answers.push({ path, value, version, at, ...who });
		return true;
	}

	#at(path: string): FormAnswer | undefined {
		return this.answers.find((each) => each.path === path);
	}
}

const problem = ({ status, code = 'refused' }: { status?: number; code?: string }) => ({
	code,
	status,
	detail: 'No.'
});
