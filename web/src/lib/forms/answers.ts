// One answer: the form in which it is kept, and what is wrong with it.
// contracts/forms/answers.py says the same.

import { holds, ordered } from './conditions.ts';
import type {
	AnsweredQuestion,
	DateQuestion,
	DateRangeQuestion,
	Given,
	MoneyQuestion,
	NumberQuestion,
	OneOfQuestion,
	SeveralOfQuestion
} from './model.ts';

export type Code =
	| 'required'
	| 'form'
	| 'characters'
	| 'too_long'
	| 'too_low'
	| 'too_high'
	| 'decimals'
	| 'order'
	| 'option'
	| 'too_few'
	| 'too_many'
	| 'unknown';

/** `limit`: the bound that is broken. `part`: of an address, a person, a range, a signature. */
export interface Wrong {
	code: Code;
	limit: string;
	part: string;
}

type Parts = Record<string, unknown>;

const LONGEST_PART = 200;
const BLANK = /^[ \t\r\n\u00a0]+|[ \t\r\n\u00a0]+$/g;
const LINE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\p{Cs}]/u;
const LINES = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\p{Cs}]/u;
const NUMBER = /^-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,6})?$/;
const SUM = /^(?:0|[1-9][0-9]{0,11})\.[0-9]{2}$/;
const DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const EMAIL =
	/^[^\x00-\x20\x7f@,;<>()]{1,64}@[^\x00-\x20\x7f@,;<>().]{1,63}(?:\.[^\x00-\x20\x7f@,;<>().]{1,63}){1,8}$/u;
const PHONE = /^\+?(?:[ ()./-]{0,3}[0-9]){5,20}[ )]{0,2}(?:(?:x|ext\.?|#) ?[0-9]{1,6})?$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const ADDRESS = ['street', 'more', 'city', 'region', 'postal_code', 'country'] as const;
export const PERSON = ['name', 'email', 'phone'] as const;
export const RANGE = ['from', 'to'] as const;
const SIGNATURE = ['name', 'agreed'];

/** The answer in its one form; undefined for what is none: blank, empty, null. */
export function kept(question: AnsweredQuestion, value: unknown): unknown {
	if (typeof value === 'string') return textOf(question, value) || undefined;
	if (Array.isArray(value)) return value.length ? inOrder(question, value) : undefined;
	if (isParts(value)) {
		const parts = Object.entries(value)
			.map(([name, part]) => [name, typeof part === 'string' ? textOf(question, part) : part])
			.filter(([, part]) => part !== null && part !== false && part !== '');
		return parts.length ? Object.fromEntries(parts) : undefined;
	}
	return value ?? undefined;
}

function isParts(value: unknown): value is Parts {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(question: AnsweredQuestion, value: string): string {
	const text = value.replaceAll('\r\n', '\n').replace(BLANK, '');
	const isNumber = question.kind === 'number' || question.kind === 'percent';
	return isNumber && NUMBER.test(text) ? plainNumber(text) : text;
}

function plainNumber(text: string): string {
	const short = text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;
	return short === '-0' ? '0' : short;
}

function inOrder(question: AnsweredQuestion, value: unknown[]): unknown[] {
	if (question.kind !== 'several_of') return value;
	const place = new Map<unknown, number>(question.options.map(({ value }, at) => [value, at]));
	if (!value.every((each) => place.has(each))) return value;
	return value.toSorted((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0));
}

function found(code: Code, limit: string | number = '', part = ''): Wrong[] {
	return [{ code, limit: String(limit), part }];
}

/** What is wrong with an answer in its one form. `given`: what conditions of options look at. */
export function wrong(question: AnsweredQuestion, value: unknown, given: Given): Wrong[] {
	switch (question.kind) {
		case 'text':
			return line(value, question.longest ?? 200);
		case 'long_text':
			return line(value, question.longest ?? 5000, LINES);
		case 'email':
			return written(value, EMAIL, 320);
		case 'phone':
			return written(value, PHONE, 80);
		case 'date':
			return date(question, value);
		case 'date_range':
			return range(question, value);
		case 'money':
		case 'percent':
		case 'number':
			return number(question, value);
		case 'yes_no':
			return typeof value === 'boolean' ? [] : found('form');
		case 'one_of':
			return oneOf(question, value, given);
		case 'several_of':
			return several(question, value, given);
		case 'files':
			return files(value, question.most ?? 10);
		case 'address':
			return parts(value, ADDRESS, ['street', 'city']);
		case 'person':
			return person(value);
		case 'signature':
			return signature(value);
	}
}

function line(value: unknown, longest: number, forbidden = LINE): Wrong[] {
	if (typeof value !== 'string') return found('form');
	if (forbidden.test(value)) return found('characters');
	return [...value].length > longest ? found('too_long', longest) : [];
}

function written(value: unknown, form: RegExp, longest: number): Wrong[] {
	const wrongs = line(value, longest);
	return wrongs.length || form.test(value as string) ? wrongs : found('form');
}

/** Whether it is a day of the years 1800 to 2199, such as `2026-11-27`. */
export function isDate(value: unknown): value is string {
	const [, year, month, day] = (typeof value === 'string' && DATE.exec(value)) || [];
	if (!year || year < '1800' || year > '2199') return false;
	const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
	return Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= days;
}

function date(question: DateQuestion | DateRangeQuestion, value: unknown): Wrong[] {
	return isDate(value) ? between(value, question.earliest, question.latest) : found('form');
}

function between(value: string, lowest?: string | null, highest?: string | null): Wrong[] {
	if (lowest && ordered(value) < ordered(lowest)) return found('too_low', lowest);
	if (highest && ordered(value) > ordered(highest)) return found('too_high', highest);
	return [];
}

function range(question: DateRangeQuestion, value: unknown): Wrong[] {
	const wrongs = parts(value, RANGE, question.open_end ? ['from'] : RANGE);
	if (isParts(value) && !wrongs.some(({ code }) => code === 'form' || code === 'characters')) {
		for (const part of RANGE) wrongs.push(...ofPart(part, value, (day) => date(question, day)));
	}
	if (wrongs.length) return wrongs;
	const { from, to = '9999-12-31' } = value as Record<string, string>;
	return to < (from ?? '') ? found('order', '', 'to') : [];
}

function number(question: MoneyQuestion | NumberQuestion, value: unknown): Wrong[] {
	const money = question.kind === 'money';
	if (typeof value !== 'string' || !(money ? SUM : NUMBER).test(value)) return found('form');
	const decimals = money ? 2 : (question.decimals ?? (question.kind === 'percent' ? 2 : 0));
	if ((value.split('.')[1] ?? '').length > decimals) return found('decimals', decimals);
	const [low, high] = question.kind === 'percent' ? ['0', '100'] : [null, null];
	const { lowest = low, highest = high } = question;
	return between(value, lowest, highest);
}

function offered(question: OneOfQuestion | SeveralOfQuestion, given: Given): Set<unknown> {
	const open = question.options.filter((option) => holds(option.offered_if, given));
	return new Set(open.map((option) => option.value));
}

function oneOf(question: OneOfQuestion, value: unknown, given: Given): Wrong[] {
	if (typeof value !== 'string') return found('form');
	return offered(question, given).has(value) ? [] : found('option');
}

function several(question: SeveralOfQuestion, value: unknown, given: Given): Wrong[] {
	const { least = 0, most } = question;
	if (!isDistinct(value)) return found('form');
	const open = offered(question, given);
	if (!value.every((each) => open.has(each))) return found('option');
	if (value.length < least) return found('too_few', least);
	return typeof most === 'number' && value.length > most ? found('too_many', most) : [];
}

function isDistinct(value: unknown): value is string[] {
	return (
		Array.isArray(value) &&
		value.every((each) => typeof each === 'string') &&
		new Set(value).size === value.length
	);
}

function files(value: unknown, most: number): Wrong[] {
	if (!isDistinct(value) || !value.every((each) => UUID.test(each))) return found('form');
	return value.length > most ? found('too_many', most) : [];
}

function parts(value: unknown, known: readonly string[], needed: readonly string[]): Wrong[] {
	if (!isParts(value)) return found('form');
	if (!Object.keys(value).every((name) => known.includes(name))) return found('form');
	return known.flatMap((part) => {
		if (part in value) return ofPart(part, value, (text) => line(text, LONGEST_PART));
		return needed.includes(part) ? found('required', '', part) : [];
	});
}

function person(value: unknown): Wrong[] {
	const wrongs = parts(value, PERSON, ['name']);
	if (!isParts(value)) return wrongs;
	const email = ofPart('email', value, (part) => written(part, EMAIL, 320));
	const phone = ofPart('phone', value, (part) => written(part, PHONE, 80));
	return [...wrongs, ...email, ...phone];
}

function ofPart(part: string, value: Parts, judge: (value: unknown) => Wrong[]): Wrong[] {
	return part in value ? judge(value[part]).map((each) => ({ ...each, part })) : [];
}

function signature(value: unknown): Wrong[] {
	if (!isParts(value) || !Object.keys(value).every((name) => SIGNATURE.includes(name)))
		return found('form');
	return [
		...('name' in value ? [] : found('required', '', 'name')),
		...ofPart('name', value, (name) => line(name, LONGEST_PART)),
		...(value.agreed === true ? [] : found('required', '', 'agreed'))
	];
}
