/** Who reads along, and what has changed about it, in words. */

import type { AudienceChange } from '#lib/api/client.ts';
import { inFull, sameDay, timeOfDay } from '#lib/format.ts';
import { isolated } from '#lib/written.ts';

const A_MINUTE = 60_000; // ms

/** What stands in the thread, after the name. */
export function happened({ step, role }: AudienceChange): string {
	if (step === 'left') return `(${isolated(role)}) no longer takes part`;
	return step === 'joined' ? `joined as ${isolated(role)}` : `now takes part as ${isolated(role)}`;
}

/** From when on they read what was written, where that is not the moment they came. */
export function readsFrom({ step, at, from_date }: AudienceChange): string {
	const [came, from] = [new Date(at), new Date(from_date)];
	if (step === 'left' || Math.abs(came.getTime() - from.getTime()) < A_MINUTE) return '';
	return `Reads what was written since ${inFull(from)}.`;
}

/** What a sender is asked before a message goes to others than they were shown, after the name. */
export function readsNow({ step, role, at }: AudienceChange, now = new Date()): string {
	if (step === 'left') return `(${isolated(role)}) no longer reads this.`;
	const moment = new Date(at);
	const since = `since ${sameDay(moment, now) ? timeOfDay(moment) : inFull(moment)}`;
	return step === 'joined'
		? `(${isolated(role)}) can read this too ${since}.`
		: `takes part as ${isolated(role)} ${since}.`;
}
