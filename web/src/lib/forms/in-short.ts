/** An answer in a line or two, finished or not. */

import type { Filling } from './filling.svelte.ts';
import { isDate } from './answers.ts';
import { inMoney } from '#lib/format.ts';
import { dayIn } from './language.ts';
import type { AnsweredQuestion } from './model.ts';

export function inShort(question: AnsweredQuestion, value: unknown, filling: Filling): string {
	const { language, words, say } = filling;
	if (value === null || value === undefined) return '';
	if (typeof value === 'boolean') return value ? words.yes : words.no;
	if (question.kind === 'one_of' || question.kind === 'several_of') {
		const chosen = Array.isArray(value) ? value : [value];
		const found = question.options.filter((option) => chosen.includes(option.value));
		return found.map(({ label }) => say(label)).join(', ');
	}
	if (question.kind === 'files') {
		return (value as string[]).map((id) => filling.fileOf(id)?.name ?? words.file).join('\n');
	}
	if (typeof value === 'object') {
		const parts = Object.values(value).filter((part) => typeof part === 'string');
		return parts.map((part) => (isDate(part) ? dayIn(language, part) : part)).join(', ');
	}
	const text = String(value);
	if (question.kind === 'money' && /^\d+\.\d{2}$/.test(text))
		return inMoney(text, question.currency);
	if (question.kind === 'percent') return `${text} %`;
	return question.kind === 'date' && isDate(text) ? dayIn(language, text) : text;
}
