// What of a form is asked, given the answers so far; what is wrong with them; and what they say.
// contracts/forms/verdict.py says the same, and decides.

import { kept, wrong, type Wrong } from './answers.ts';
import { holds } from './conditions.ts';
import type {
	AnsweredQuestion,
	Answers,
	Definition,
	Given,
	GroupQuestion,
	Question
} from './model.ts';

export interface Problem extends Wrong {
	path: string;
}

export interface Row {
	row: string;
	answers: Record<string, unknown>;
}

/** `asked`: the paths asked for, in order. `answers`: the good ones, as they are sent. */
export interface Verdict {
	asked: string[];
	problems: Problem[];
	answers: Record<string, unknown>;
}

const ROW = /^[a-z0-9-]{1,36}$/;

export function judge(definition: Definition, answers: Answers): Verdict {
	const asked: string[] = [];
	const problems: Problem[] = [];
	const given: Given = new Map();
	const walk = { answers, asked, problems, given };
	for (const page of definition.pages) {
		const pageAsked = holds(page.asked_if, given);
		for (const section of page.sections) {
			const sectionAsked = pageAsked && holds(section.asked_if, given);
			for (const question of section.questions)
				if (sectionAsked && holds(question.asked_if, given)) ask(walk, question);
		}
	}
	problems.push(...unknown(definition, answers));
	return { asked, problems, answers: Object.fromEntries(given) };
}

interface Walk extends Omit<Verdict, 'answers'> {
	answers: Answers;
	given: Given;
}

function ask(walk: Walk, question: Question): void {
	walk.asked.push(question.id);
	if (question.kind === 'group') askRows(walk, question);
	else if (question.kind !== 'information')
		take(walk, question, question.id, walk.given, walk.given);
}

function askRows(walk: Walk, group: GroupQuestion): void {
	const { least = 0, most = 50 } = group;
	const rows = rowsOf(group, walk.answers).map((row) => askRow(walk, group, row));
	const limits = { path: group.id, part: '' };
	if (rows.length < least) walk.problems.push({ ...limits, code: 'too_few', limit: String(least) });
	else if (rows.length > most)
		walk.problems.push({ ...limits, code: 'too_many', limit: String(most) });
	if (rows.length) walk.given.set(group.id, rows);
}

/** The ids of a group's rows, in the order in which they were added. */
export function rowsOf(group: GroupQuestion, answers: Answers): string[] {
	const start = `${group.id}/`;
	return Object.entries(answers)
		.filter(([path, value]) => value === true && path.startsWith(start))
		.map(([path]) => path.slice(start.length))
		.filter((row) => ROW.test(row))
		.sort();
}

function askRow(walk: Walk, group: GroupQuestion, row: string): Row {
	const own: Given = new Map();
	for (const question of group.questions) {
		const seen = new Map([...walk.given, ...own]);
		if (!holds(question.asked_if, seen)) continue;
		const path = `${group.id}/${row}/${question.id}`;
		walk.asked.push(path);
		if (question.kind !== 'information') take(walk, question, path, own, seen);
	}
	return { row, answers: Object.fromEntries(own) };
}

function take(
	walk: Walk,
	question: AnsweredQuestion,
	path: string,
	into: Given,
	seen: Given
): void {
	const said = Object.hasOwn(walk.answers, path) ? walk.answers[path] : undefined;
	const value = kept(question, said);
	if (value === undefined) {
		if (isNeeded(question)) walk.problems.push({ path, code: 'required', limit: '', part: '' });
		return;
	}
	const wrongs = wrong(question, value, seen);
	walk.problems.push(...wrongs.map((each) => ({ path, ...each })));
	if (!wrongs.length) into.set(question.id, value);
}

/** Whether it must be answered where it is asked. */
export function isNeeded(question: AnsweredQuestion): boolean {
	const least = question.kind === 'several_of' ? (question.least ?? 0) : 0;
	return (question.required ?? true) || least > 0;
}

function unknown(definition: Definition, answers: Answers): Problem[] {
	const questions = definition.pages.flatMap(({ sections }) =>
		sections.flatMap((section) => section.questions)
	);
	const byId = new Map(questions.map((question) => [question.id, question]));
	return Object.keys(answers)
		.filter((path) => !hasPlace(byId, path))
		.sort()
		.map((path) => ({ path, code: 'unknown', limit: '', part: '' }));
}

function hasPlace(byId: Map<string, Question>, path: string): boolean {
	const [id = '', row, inner, ...more] = path.split('/');
	const question = byId.get(id);
	if (!question || question.kind === 'information') return false;
	if (row === undefined) return question.kind !== 'group';
	if (question.kind !== 'group' || !ROW.test(row) || more.length) return false;
	return (
		inner === undefined ||
		question.questions.some(({ id, kind }) => id === inner && kind !== 'information')
	);
}
