/** Moments and numbers as the reader knows them: in English, as all words here are, ordered as in their
 *  country, by the clock of 12 or of 24 hours that their device shows, in their time zone. */

import { clock } from './clock.svelte.ts';

const DAY = 86_400_000; // ms

const ENGLISH = englishIn(navigator.language);
const { hourCycle } = new Intl.DateTimeFormat(undefined, { hour: 'numeric' }).resolvedOptions();

const time = format({ hour: 'numeric', minute: '2-digit' });
const weekday = format({ weekday: 'long' });
const day = format({ day: 'numeric', month: 'short' });
const dayAndYear = format({ day: 'numeric', month: 'short', year: 'numeric' });
const longDay = format({ weekday: 'long', day: 'numeric', month: 'long' });
const longDayAndYear = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
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

/** The heading of a day: Today, Yesterday, Monday 16 November. */
export function dayName(moment: Date, now = clock.now): string {
	const ago = daysBetween(moment, now);
	if (ago === 0) return 'Today';
	if (ago === 1) return 'Yesterday';
	return sameYear(moment, now) ? longDay(moment) : longDayAndYear(moment);
}

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

// Made once for each zone: a formatter takes far longer to make than to use.
function format(options: Intl.DateTimeFormatOptions): (moment: Date) => string {
	let made: Intl.DateTimeFormat | undefined;
	let zone: string | undefined;
	return (moment) => {
		if (!made || zone !== clock.zone) {
			zone = clock.zone;
			made = new Intl.DateTimeFormat(ENGLISH, {
				calendar: 'gregory',
				numberingSystem: 'latn',
				hourCycle,
				timeZone: zone,
				...options
			});
		}
		return made.format(moment);
	};
}

const sameYear = (one: Date, other: Date) =>
	clock.dayOf(one).slice(0, -6) === clock.dayOf(other).slice(0, -6);

/** By the calendar where the reader is, so that a day is one day however the clocks change in it. */
const daysBetween = (earlier: Date, later: Date) =>
	(Date.parse(clock.dayOf(later)) - Date.parse(clock.dayOf(earlier))) / DAY;
