/** What of a form was asked, and what was answered, as one reads it: by pages and sections. */

import { holds } from './conditions.ts';
import type { AnsweredQuestion, Definition, Given, GroupQuestion, Page, Section } from './model.ts';
import type { Row } from './verdict.ts';

/** `answer`: undefined where there is none. */
export interface Line {
	path: string;
	question: AnsweredQuestion;
	answer: unknown;
}

export interface LinesInRows {
	path: string;
	group: GroupQuestion;
	rows: Line[][];
}

export interface ReadSection {
	section: Section;
	lines: (Line | LinesInRows)[];
}

export interface ReadPage {
	page: Page;
	sections: ReadSection[];
}

/** The pages on which something is asked. `answers`: by question, as they are sent. */
export function asRead(definition: Definition, answers: Record<string, unknown>): ReadPage[] {
	const given: Given = new Map(Object.entries(answers));
	const pages = definition.pages.map((page) => ({ page, sections: sectionsOf(page, given) }));
	return pages.filter(({ sections }) => sections.length > 0);
}

function sectionsOf(page: Page, given: Given): ReadSection[] {
	if (!holds(page.asked_if, given)) return [];
	const asked = page.sections.filter((section) => holds(section.asked_if, given));
	const read = asked.map((section) => ({ section, lines: linesOf(section, given) }));
	return read.filter(({ lines }) => lines.length > 0);
}

function linesOf({ questions }: Section, given: Given): (Line | LinesInRows)[] {
	return questions.flatMap((question): (Line | LinesInRows)[] => {
		if (question.kind === 'information' || !holds(question.asked_if, given)) return [];
		const { id } = question;
		if (question.kind !== 'group') return [{ path: id, question, answer: given.get(id) }];
		const rows = (given.get(id) as Row[] | undefined) ?? [];
		return [{ path: id, group: question, rows: rows.map((row) => rowOf(question, row, given)) }];
	});
}

function rowOf(group: GroupQuestion, { row, answers }: Row, given: Given): Line[] {
	const seen: Given = new Map([...given, ...Object.entries(answers)]);
	return group.questions.flatMap((question) => {
		if (question.kind === 'information' || !holds(question.asked_if, seen)) return [];
		return [{ path: `${group.id}/${row}/${question.id}`, question, answer: answers[question.id] }];
	});
}
