/** A form as it is walked through: where each question stands, which pages are asked, how far one is. */

import type { Answers, Definition, Page, Question } from './model.ts';

interface Place {
	question: Question;
	page: Page;
}

/** The question of a path that stands outside of rows: `children` of `children/r1/name`. */
export const rootOf = (path: string) => path.split('/')[0]!;

/** Whether there is anything in an answer, finished or not. */
export const isAnswered = (value: unknown) =>
	Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== '';

export class Outline {
	readonly pages: Page[];
	#places = new Map<string, Place>();

	constructor({ pages }: Definition) {
		this.pages = pages;
		for (const page of pages)
			for (const { questions } of page.sections)
				for (const question of questions) this.#places.set(question.id, { question, page });
	}

	/** What is asked at this path; the group at the path of a row. */
	at(path: string): Question | undefined {
		const [id, , inner] = path.split('/');
		const question = this.#places.get(id!)?.question;
		if (inner === undefined || question?.kind !== 'group') return question;
		return question.questions.find((each) => each.id === inner);
	}

	pageOf(path: string): Page | undefined {
		return this.#places.get(rootOf(path))?.page;
	}

	/** The pages on which something is asked, without those that are there to be signed alone: these are
	 *  shown below all answers. */
	toFill(asked: string[]): Page[] {
		const signed = this.toSign(asked);
		return this.#shown(asked).filter((page) => !signed.includes(page));
	}

	toSign(asked: string[]): Page[] {
		return this.#shown(asked).filter((page) => {
			const kinds = asked
				.filter((path) => this.pageOf(path) === page)
				.map((path) => this.at(path)!.kind);
			const rest = kinds.filter((kind) => kind !== 'information');
			return rest.length > 0 && rest.every((kind) => kind === 'signature');
		});
	}

	/** How many questions are asked, and how many of them have an answer. */
	counts(asked: string[], values: Answers): { asked: number; answered: number } {
		const answerable = asked.filter(
			(path) => !['group', 'information'].includes(this.at(path)!.kind)
		);
		const answered = answerable.filter((path) => isAnswered(values[path]));
		return { asked: answerable.length, answered: answered.length };
	}

	#shown(asked: string[]): Page[] {
		const there = new Set(asked.map((path) => this.pageOf(path)));
		return this.pages.filter((page) => there.has(page));
	}
}
