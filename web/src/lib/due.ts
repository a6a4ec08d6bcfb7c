/** By when something is asked for, in words. */

import { byDay, daysUntil } from '#lib/format.ts';

/** How it stands in a list; `late`: its day is over. */
export interface Standing {
	said: string;
	late: boolean;
}

/** `day`: the date by which, if there is one. */
export function dueBy(day: string | null): Standing {
	if (!day) return { said: 'No due date', late: false };
	const late = -daysUntil(day);
	if (late <= 0) return { said: `Due ${byDay(day)}`, late: false };
	return { said: `Overdue by ${late} ${late === 1 ? 'day' : 'days'}`, late: true };
}
