/** The caller's appointments to come, as the list shows them and as the frame counts what to answer. */

import { answer, api, type AppointmentSummary } from '#lib/api/client.ts';
import { concerns, type Hint } from '#lib/portal/hints.ts';
import type { Narrowed } from '#lib/portal/narrowed.ts';
import { Pages } from '#lib/portal/pages.svelte.ts';
import type { Shown, Store } from '#lib/portal/section.ts';

/** The firm waits for an answer. */
export const isAsked = ({ state, answer: given, over }: AppointmentSummary) =>
	state === 'scheduled' && given === 'none' && !over;

function fetching(when: 'upcoming' | 'past', { firm, matter }: Partial<Narrowed> = {}) {
	const narrow = { when, firm_id: firm || undefined, matter_id: matter || undefined };
	return (query: { cursor?: string; limit: number }) =>
		answer(api.GET('/v1/appointments', { params: { query: { ...narrow, ...query } } }));
}

/** Those of a firm or a matter, or all. */
export const listOf = (when: 'upcoming' | 'past', narrowed: Narrowed) =>
	new Pages<AppointmentSummary>(fetching(when, narrowed));

export class Appointments extends Pages<AppointmentSummary> implements Store {
	/** The one on the screen, which may be over. */
	open = $state.raw<AppointmentSummary>();

	constructor() {
		super(fetching('upcoming'));
	}

	get count(): number {
		return this.items.filter(isAsked).length;
	}

	hears(hint: Hint): boolean {
		return concerns(hint, 'appointment');
	}

	firmOf({ id }: Shown): string | undefined {
		return [this.open, ...this.items].find((each) => each?.id === id)?.firm_id;
	}
}
