/** When an appointment is, in words: by the reader's clock, and by the firm's where that shows another
 *  time. */

import type { AppointmentSummary } from '#lib/api/client.ts';
import { clock } from '#lib/clock.svelte.ts';
import { calendarDay, elsewhere, timeOfDay, zoneName } from '#lib/format.ts';

type When = Pick<
	AppointmentSummary,
	'starts_at' | 'ends_at' | 'time_zone' | 'first_day' | 'last_day'
>;

/** The day that it begins on, for the reader: 2026-12-01. */
export const dayOf = (at: When) => at.first_day ?? clock.dayOf(new Date(at.starts_at));

const lastDayOf = (at: When) => at.last_day ?? clock.dayOf(new Date(at.ends_at));

/** 10:00–11:30, or All day; with the day where it ends on another one. */
export function hours(at: When): string {
	const later = lastDayOf(at) > dayOf(at) ? calendarDay(lastDayOf(at)) : '';
	if (at.first_day) return later ? `All day, until ${later}` : 'All day';
	const [from, to] = [at.starts_at, at.ends_at].map((each) => timeOfDay(new Date(each)));
	if (later) return `${from} until ${later}, ${to}`;
	return from === to ? from! : `${from}–${to}`;
}

/** Tuesday 1 December, 10:00–11:30 */
export const inWords = (at: When) => `${calendarDay(dayOf(at))}, ${hours(at)}`;

/** What the firm's clocks show then, where that is another time: Tuesday 1 December at 10:00, Chicago
 *  time. */
export function atTheFirm(at: When): string | undefined {
	if (at.first_day) return undefined;
	const starts = new Date(at.starts_at);
	const [here, there] = [
		clock.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
		at.time_zone
	];
	const firms = elsewhere(starts, there);
	return elsewhere(starts, here) === firms ? undefined : `${firms}, ${zoneName(there)}`;
}
