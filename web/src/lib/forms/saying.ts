/** What is wrong with an answer, in words. */

import type { Flaw } from './flaws.ts';
import { dayIn } from './language.ts';
import type { Question } from './model.ts';
import type { Wording } from './words.ts';

export function inWords(
	flaw: Flaw,
	question: Question | undefined,
	words: Wording,
	language: string
) {
	const { errors } = words;
	const { code, limit, part } = flaw;
	const kind = question?.kind ?? 'text';
	switch (code) {
		case 'refused':
			return errors.refused(flaw.message ?? '');
		case 'required':
			return missing(kind, part, words);
		case 'form':
			return form(kind, part, words);
		case 'too_low':
		case 'too_high':
			return bound(code === 'too_low', kind, limit, words, language);
		case 'too_few':
			return kind === 'group' ? errors.tooFewRows(limit) : errors.tooFew(limit);
		case 'too_many':
			return many(kind, limit, words);
		case 'too_long':
			return errors.tooLong(limit);
		case 'decimals':
			return errors.decimals(limit);
		case 'file':
			return file(limit, words);
		default:
			return code === 'unknown' ? errors.form : errors[code];
	}
}

function missing(kind: string, part: string, { errors, parts }: Wording): string {
	if (kind === 'signature') return part === 'agreed' ? errors.signAgree : errors.signName;
	if (part) return errors.requiredPart(parts[part] ?? part);
	if (['one_of', 'several_of', 'yes_no'].includes(kind)) return errors.requiredChoice;
	if (kind === 'files') return errors.requiredFile;
	return kind === 'date' || kind === 'date_range' ? errors.requiredDate : errors.required;
}

function form(kind: string, part: string, { errors }: Wording): string {
	if (kind === 'email' || part === 'email') return errors.email;
	if (kind === 'phone' || part === 'phone') return errors.phone;
	if (kind === 'date' || kind === 'date_range') return errors.date;
	if (kind === 'money') return errors.money;
	return kind === 'number' || kind === 'percent' ? errors.number : errors.form;
}

function bound(low: boolean, kind: string, limit: string, { errors }: Wording, language: string) {
	if (kind !== 'date' && kind !== 'date_range')
		return low ? errors.atLeast(limit) : errors.atMost(limit);
	const day = dayIn(language, limit);
	return low ? errors.notBefore(day) : errors.notAfter(day);
}

function many(kind: string, limit: string, { errors }: Wording): string {
	if (kind === 'group') return errors.tooManyRows(limit);
	return kind === 'files' ? errors.tooManyFiles(limit) : errors.tooMany(limit);
}

function file(state: string, { errors }: Wording): string {
	if (state === 'refused' || state === 'revoked') return errors.fileRefused;
	return state === 'checking' ? errors.fileMoving : errors.fileMissing;
}
