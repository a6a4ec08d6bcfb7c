/** What an item of To Do says of itself: what it is, and by when. */

import type { TodoItem } from '#lib/api/client.ts';
import { briefly, byDay, daysUntil, inMoney, timeOfDay } from '#lib/format.ts';
import { dayOf } from './groups.ts';
import type { Tab } from './todo.svelte.ts';

type Kind = TodoItem['about']['kind'];

const WHAT: Record<Kind, [open: string, done: string]> = {
	conversation: ['New message', 'Read'],
	document: ['New document', 'Opened'],
	task: ['Task', 'Task done'],
	appointment: ['Appointment to confirm', 'Appointment'],
	form: ['Form to fill in', 'Form sent'],
	// Their titles say what they are.
	invoice: ['To pay', ''],
	trust_request: ['To pay', ''],
	matter: ['News', 'News']
};

/** What one is to do with it, or has done; empty where its title says enough. */
export const what = ({ about }: TodoItem, tab: Tab) => WHAT[about.kind][tab === 'open' ? 0 : 1];

/** By when, or when it was; `late`: that is over. */
export function when(item: TodoItem, tab: Tab): { said: string; late: boolean } {
	if (tab === 'done') {
		return { said: briefly(new Date(item.ended_at ?? item.since)), late: false };
	}
	const day = dayOf(item);
	if (!day) return { said: briefly(new Date(item.since)), late: false };
	if (item.about.kind === 'appointment') {
		const at = item.starts_at ? ` at ${timeOfDay(new Date(item.starts_at))}` : '';
		return { said: byDay(day) + at, late: false };
	}
	const late = daysUntil(day) < 0;
	return { said: `${late ? 'was due' : 'due'} ${byDay(day)}`, late };
}

/** What is owed, where something is. */
export const owed = ({ amount, currency }: TodoItem, tab: Tab) =>
	tab === 'open' && amount && inMoney(amount, currency);
