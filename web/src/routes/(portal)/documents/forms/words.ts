/** How a form stands, in words. */

import type { FormSummary } from '#lib/api/client.ts';
import { dueBy, type Standing } from '#lib/due.ts';
import { briefly } from '#lib/format.ts';
import { english } from '#lib/forms/words.ts';

/** By when it is to be sent, or since when it need not be; `late`: the day is over. */
export function standing(form: FormSummary): Standing {
	if (form.state === 'open') return dueBy(form.due);
	const on = form.ended_at ? ` ${briefly(new Date(form.ended_at))}` : '';
	const said = form.state === 'sent' ? `Sent${on}` : 'Not needed any more';
	return { said, late: false };
}

/** How far it is: `3 of 12 answered`. */
export const progress = ({ answered, asked }: FormSummary) => english.answered(answered, asked);

/** What was sent of it last; the form itself where nothing was, or where it is to be filled in. */
export const placeOfForm = ({ id, state, submissions }: FormSummary) =>
	state !== 'open' && submissions > 0
		? `/documents/forms/${id}/sent/${submissions}`
		: `/documents/forms/${id}`;
