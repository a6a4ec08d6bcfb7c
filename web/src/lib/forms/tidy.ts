/** What people type, in the form in which it is kept, where it can mean one thing only. */

import type { Answer, Question } from './model.ts';

const DECIMALS_BY_COMMA = /^-?(\d{1,3}(\.\d{3})+|\d+),\d{1,2}$/;

export function tidied(question: Question, value: Answer): Answer {
	if (typeof value === 'object' && !Array.isArray(value)) {
		const parts = Object.entries(value).map(([name, part]) => [
			name,
			typeof part === 'string' ? partOf(question, part) : part
		]);
		return Object.fromEntries(parts) as Answer;
	}
	if (typeof value !== 'string') return value;
	switch (question.kind) {
		case 'money':
			return money(number(value));
		case 'percent':
		case 'number':
			return number(value);
		case 'date':
			return date(value);
		case 'email':
		case 'phone':
		case 'text':
			return value.trim();
		default:
			return value;
	}
}

const partOf = ({ kind }: Question, part: string) =>
	kind === 'date_range' ? date(part) : part.trim();

/** `2026-1-5`, as the three fields of a date give it, with all its digits. */
function date(text: string): string {
	const [, year, month, day] = /^ *(\d{4}) *- *(\d{1,2}) *- *(\d{1,2}) *$/.exec(text) ?? [];
	return year ? `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}` : text;
}

/** `1,200`, `$ 1200`, `1.200,50` and `12 %` without what is no digit. */
function number(text: string): string {
	const bare = text.replace(/[\s\u00a0$€£%]/g, '').replace(/^\+/, '');
	const plain = DECIMALS_BY_COMMA.test(bare)
		? bare.replaceAll('.', '').replace(',', '.')
		: bare.replace(/,(?=\d{3}(\D|$))/g, '');
	if (!/^-?\d*\.?\d*$/.test(plain) || !/\d/.test(plain)) return text.trim();
	const [, sign, whole, , part] = /^(-?)0*(\d*)(\.(\d*))?$/.exec(plain) ?? [];
	return `${sign}${whole || '0'}${part ? `.${part}` : ''}`;
}

/** Whole sums get their two digits. */
function money(text: string): string {
	const [, whole, part = ''] = /^(\d+)(?:\.(\d{0,2}))?$/.exec(text) ?? [];
	return whole ? `${whole}.${part.padEnd(2, '0')}` : text;
}
