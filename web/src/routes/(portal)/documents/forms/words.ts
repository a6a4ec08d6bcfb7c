/** How a form stands, in words. */

import type { FormSummary } from '#lib/api/client.ts';
import { briefly, byDay, daysUntil } from '#lib/format.ts';

/** By when it is to be sent, or since when it need not be; `late`: the day is over. */
export function standing(form: FormSummary): { said: string; late: boolean } {
	if (form.state === 'open') return due(form.due);
	const on = form.ended_at ? ` ${briefly(new Date(form.ended_at))}` : '';
	const said = form.state === 'sent' ? `Sent${on}` : 'Not needed any more';
	return { said, late: false };
}

function due(day: string | null): { said: string; late: boolean } {
	if (!day) return { said: 'No due date', late: false };
	const late = -daysUntil(day);
	if (late <= 0) return { said: `Due ${byDay(day)}`, late: false };
	return { said: `Overdue by ${late} ${late === 1 ? 'day' : 'days'}`, late: true };
}

/** How far it is: `3 of 12 answered`. */
export const progress = ({ answered, asked }: FormSummary) => `${answered} of ${asked} answered`;

/** What was sent of it last; the form itself where nothing was, or where it is to be filled in. */
export const placeOfForm = ({ id, state, submissions }: FormSummary) =>
	state !== 'open' && submissions > 0
		? `/documents/forms/${id}/sent/${submissions}`
		: `/documents/forms/${id}`;
