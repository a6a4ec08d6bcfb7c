/** In which of its languages a form is read, and how days and numbers are written in it. */

import { inBrowser, nameOf } from '#lib/kept.ts';
import { englishIn } from '#lib/format.ts';
import type { Definition, Words } from './model.ts';

/** The one that was chosen in this browser, else the first that the person reads. */
export function languageFor(account: string, { languages }: Pick<Definition, 'languages'>): string {
	const wanted = [inBrowser.kept(nameOf(account, 'language', 'forms')), ...navigator.languages];
	const known = wanted.flatMap(
		(one) => languages.find((each) => one && primary(each) === primary(one)) ?? []
	);
	return known[0] ?? languages[0]!;
}

export function chooseLanguage(account: string, language: string): void {
	inBrowser.keep(nameOf(account, 'language', 'forms'), language);
}

/** What a text says in this language; in its first where it has no other. */
export const inLanguage = (words: Words | undefined, language: string): string =>
	words?.[language] ?? Object.values(words ?? {})[0] ?? '';

/** What the language is called by those who speak it: español. */
export function nameOfLanguage(language: string): string {
	const name = new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
	return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}

/** 16 Nov 2026 */
export const dayIn = (language: string, date: string): string =>
	new Intl.DateTimeFormat(localeOf(language), {
		day: 'numeric',
		month: 'short',
		year: 'numeric',
		timeZone: 'UTC',
		calendar: 'gregory',
		numberingSystem: 'latn'
	}).format(new Date(`${date}T12:00:00Z`));

/** The parts of a date in the order in which they are written where the person is. */
export function orderOfDate(language: string): ('year' | 'month' | 'day')[] {
	const parts = new Intl.DateTimeFormat(localeOf(language)).formatToParts(new Date());
	return parts.flatMap(({ type }) =>
		type === 'year' || type === 'month' || type === 'day' ? [type] : []
	);
}

// Words in Spanish, for people in the United States: dates, sums and numbers as there.
const localeOf = (language: string) =>
	primary(language) === 'en' ? englishIn(navigator.language) : `${primary(language)}-US`;

const primary = (language: string) => language.split('-')[0];
