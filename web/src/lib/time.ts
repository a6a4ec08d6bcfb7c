/** Moments in the words and the time zone of the person who reads. */

const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en', options);

const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const weekday = format({ weekday: 'long' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const dayAndYear = new Intl.DateTimeFormat(undefined, {
	day: 'numeric',
	month: 'short',
	year: 'numeric'
});
const longDay = new Intl.DateTimeFormat(undefined, {
	weekday: 'long',
	day: 'numeric',
	month: 'long'
});
const longDayAndYear = new Intl.DateTimeFormat(undefined, {
	weekday: 'long',
	day: 'numeric',
	month: 'long',
	year: 'numeric'
});
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' });

/** 10:42 */
export const timeOfDay = (moment: Date) => clock.format(moment);

/** 16 Nov 2026 */
export const onDay = (moment: Date) => dayAndYear.format(moment);

/** Monday 16 November 2026 at 10:42 */
export const inFull = (moment: Date) => full.format(moment);

/** As short as it can be said: 10:42, Yesterday, Monday, 16 Nov, 16 Nov 2025. */
export function briefly(moment: Date, now = new Date()): string {
	const ago = daysBetween(moment, now);
	if (ago === 0) return clock.format(moment);
	if (ago === 1) return 'Yesterday';
	if (ago > 1 && ago < 7) return weekday.format(moment);
	return sameYear(moment, now) ? day.format(moment) : dayAndYear.format(moment);
}

/** The heading of a day: Today, Yesterday, Monday 16 November. */
export function dayName(moment: Date, now = new Date()): string {
	const ago = daysBetween(moment, now);
	if (ago === 0) return 'Today';
	if (ago === 1) return 'Yesterday';
	return sameYear(moment, now) ? longDay.format(moment) : longDayAndYear.format(moment);
}

export const sameDay = (one: Date, other: Date) => daysBetween(one, other) === 0;

/** 75 → 1:15 */
export const minutes = (seconds: number) =>
	`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

const sameYear = (one: Date, other: Date) => one.getFullYear() === other.getFullYear();

// By calendar days where the person is; Math.round absorbs the hour that a clock change adds or takes.
function daysBetween(earlier: Date, later: Date): number {
	return Math.round((midnight(later) - midnight(earlier)) / 86_400_000);
}

const midnight = (moment: Date) =>
	new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime();
