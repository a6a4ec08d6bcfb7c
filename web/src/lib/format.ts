/** Moments and numbers as the reader knows them: in English, as all words here are, ordered as in their
 *  country, by the clock of 12 or of 24 hours that their device shows, in their time zone. */

import { clock } from './clock.svelte.ts';

const DAY = 86_400_000; // ms

const ENGLISH = englishIn(navigator.language);
const { hourCycle } = new Intl.DateTimeFormat(undefined, { hour: 'numeric' }).resolvedOptions();

const LONG_DAY = { weekday: 'long', day: 'numeric', month: 'long' } as const;
const YEAR = { year: 'numeric' } as const;

const time = format({ hour: 'numeric', minute: '2-digit' });
const weekday = format({ weekday: 'long' });
const day = format({ day: 'numeric', month: 'short' });
const dayAndYear = format({ day: 'numeric', month: 'short', year: 'numeric' });
const longDay = format(LONG_DAY);
const longDayAndYear = format({ ...LONG_DAY, ...YEAR });
// A date is the same day everywhere.
const datesWeekday = format({ weekday: 'long', timeZone: 'UTC' });
const datesDay = format({ day: 'numeric', month: 'short', timeZone: 'UTC' });
const datesDayAndYear = format({
	day: 'numeric',
	month: 'short',
	year: 'numeric',
	timeZone: 'UTC'
});
const full = format({ dateStyle: 'full', timeStyle: 'short' });
const digits = new Intl.NumberFormat(ENGLISH, { numberingSystem: 'latn' });
const tenths = new Intl.NumberFormat(ENGLISH, {
	numberingSystem: 'latn',
	maximumFractionDigits: 1
});

/** 10:42 */
export const timeOfDay = time;

/** 16 Nov 2026 */
export const onDay = dayAndYear;

/** Monday 16 November 2026 */
export const dayInFull = longDayAndYear;

/** Monday 16 November 2026 at 10:42 */
export const inFull = full;

/** As short as it can be said: 10:42, Yesterday, Monday, 16 Nov, 16 Nov 2025. */
export function briefly(moment: Date, now = clock.now): string {
	const ago = daysBetween(moment, now);
	if (ago === 0) return time(moment);
	if (ago === 1) return 'Yesterday';
	if (ago > 1 && ago < 7) return weekday(moment);
	return sameYear(moment, now) ? day(moment) : dayAndYear(moment);
}

/** A day without a time, in a sentence: yesterday, today, tomorrow, Friday, 16 Nov, 16 Nov 2027. */
export function byDay(date: string, now = clock.now): string {
	const ahead = daysUntil(date, now);
	const name = ['yesterday', 'today', 'tomorrow'][ahead + 1];
	if (name) return name;
	const moment = new Date(`${date}T12:00:00Z`);
	if (ahead > 1 && ahead < 7) return datesWeekday(moment);
	const isThisYear = date.slice(0, -6) === clock.dayOf(now).slice(0, -6);
	return isThisYear ? datesDay(moment) : datesDayAndYear(moment);
}

/** 16 Nov 2026, of a date without a time. */
export const onDate = (date: string) => datesDayAndYear(new Date(`${date}T12:00:00Z`));

/** How many days the date, such as 2026-11-16, lies ahead where the reader is. */
export const daysUntil = (date: string, now = clock.now) =>
	(Date.parse(date) - Date.parse(clock.dayOf(now))) / DAY;

/** $1,250.00: an amount as its decimal number says it, in a currency by its ISO 4217 code. */
export function inMoney(amount: string, currency: string): string {
	try {
		const money = new Intl.NumberFormat(ENGLISH, {
			style: 'currency',
			numberingSystem: 'latn',
			currency,
			maximumFractionDigits: 6 // a rate may be finer than what can be paid
		});
		return money.format(amount as Intl.StringNumericLiteral);
	} catch {
		return `${amount} ${currency}`; // no code of a currency
	}
}

/** The heading of a day: Today, Yesterday, Monday 16 November. */
export function dayName(moment: Date, now = clock.now): string {
	const ago = daysBetween(moment, now);
	if (ago === 0) return 'Today';
	if (ago === 1) return 'Yesterday';
	return sameYear(moment, now) ? longDay(moment) : longDayAndYear(moment);
}

/** The heading of a day of the calendar, such as 2026-12-01, now or to come as well: Tomorrow. */
export function calendarDay(iso: string, now = clock.now): string {
	const ahead = (Date.parse(iso) - Date.parse(clock.dayOf(now))) / DAY;
	if (ahead === 0) return 'Today';
	if (ahead === 1) return 'Tomorrow';
	if (ahead === -1) return 'Yesterday';
	const noon = new Date(`${iso}T12:00:00Z`);
	const thisYear = iso.slice(0, 4) === clock.dayOf(now).slice(0, 4);
	return made({ ...LONG_DAY, ...(thisYear ? {} : YEAR) }, 'UTC').format(noon);
}

/** The day and the time that clocks in another zone show: Tuesday 1 December at 10:00. */
export const elsewhere = (moment: Date, zone: string) =>
	made({ ...LONG_DAY, hour: 'numeric', minute: '2-digit' }, zone).format(moment);

/** What people call a zone by its IANA name: Chicago time. */
export const zoneName = (zone: string) =>
	`${zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ')} time`;

export const sameDay = (one: Date, other: Date) => daysBetween(one, other) === 0;

/** 340 kB, 1.2 MB, 5 GB */
export function inBytes(bytes: number): string {
	const power = Math.max(0, Math.min(3, Math.floor(Math.log2(Math.max(bytes, 1)) / 10)));
	if (power === 0) return `${digits.format(bytes)} ${bytes === 1 ? 'byte' : 'bytes'}`;
	const size = bytes / 1024 ** power;
	return `${size < 9.95 && power > 1 ? tenths.format(size) : digits.format(Math.round(size))} ${['', 'kB', 'MB', 'GB'][power]}`;
}

/** 75 → 1:15 */
export const minutes = (seconds: number) =>
	`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/** 1,200 */
export const inDigits = (number: number) => digits.format(number);

/** How many there are, where no more than a hundred are counted: 7, 99, 99+ */
export const howMany = (number: number) => (number > 99 ? '99+' : inDigits(number));

/** English as it is written where this language is spoken: en-DE for de, en-TW for zh-Hant-TW. */
export function englishIn(language: string): string {
	try {
		return `en-${new Intl.Locale(language).maximize().region ?? 'US'}`;
	} catch {
		return 'en'; // some systems give what is no language tag (BCP 47)
	}
}

function made(options: Intl.DateTimeFormatOptions, timeZone: string | undefined) {
	return new Intl.DateTimeFormat(ENGLISH, {
		calendar: 'gregory',
		numberingSystem: 'latn',
		hourCycle,
		timeZone,
		...options
	});
}

// Made once for each zone: a formatter takes far longer to make than to use.
function format(options: Intl.DateTimeFormatOptions): (moment: Date) => string {
	let kept: Intl.DateTimeFormat | undefined;
	let zone: string | undefined;
	return (moment) => {
		if (!kept || zone !== clock.zone) {
			zone = clock.zone;
			kept = made(options, zone);
		}
		return kept.format(moment);
	};
}

const sameYear = (one: Date, other: Date) =>
	clock.dayOf(one).slice(0, -6) === clock.dayOf(other).slice(0, -6);

/** By the calendar where the reader is, so that a day is one day however the clocks change in it. */
const daysBetween = (earlier: Date, later: Date) =>
	(Date.parse(clock.dayOf(later)) - Date.parse(clock.dayOf(earlier))) / DAY;
