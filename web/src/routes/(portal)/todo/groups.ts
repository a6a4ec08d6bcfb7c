/** What waits, by when it is due: today and before, within a week, later, on no day. */

import { clock } from '#lib/clock.svelte.ts';
import { daysUntil } from '#lib/format.ts';

export interface Dated {
	due: string | null;
	starts_at: string | null;
}

export interface Group<T> {
	heading: string;
	items: T[];
}

const WEEK = 7; // days
const NAMES = ['Today', 'This week', 'Later', 'No date'];

/** The groups that hold something, each in the order in which its items came. */
export function grouped<T extends Dated>(items: T[], now = clock.now): Group<T>[] {
	const groups = NAMES.map((heading): Group<T> => ({ heading, items: [] }));
	for (const item of items) groups[groupOf(item, now)]!.items.push(item);
	return groups.filter((group) => group.items.length > 0);
}

/** The day by which it is to be done, where the reader is. */
export function dayOf({ due, starts_at }: Dated): string | undefined {
	return due ?? (starts_at ? clock.dayOf(new Date(starts_at)) : undefined);
}

function groupOf(item: Dated, now: Date): number {
	const day = dayOf(item);
	if (!day) return 3;
	const ahead = daysUntil(day, now);
	if (ahead < 1) return 0;
	return ahead < WEEK ? 1 : 2;
}
