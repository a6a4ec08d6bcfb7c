/** The sections of the portal, in the order of the frame. A new one needs a line here, and a folder
 *  with its store and its pages. */

import type { LucideIcon } from '@lucide/svelte';
import CalendarDays from '@lucide/svelte/icons/calendar-days';
import FileText from '@lucide/svelte/icons/file-text';
import ListTodo from '@lucide/svelte/icons/list-todo';
import MessagesSquare from '@lucide/svelte/icons/messages-square';
import ReceiptText from '@lucide/svelte/icons/receipt-text';
import type { Section } from '#lib/portal/section.ts';
import { Outstanding } from './billing/outstanding.svelte.ts';
import { NewDocuments } from './documents/new.svelte.ts';
import { Appointments } from './events/appointments.svelte.ts';
import { Conversations } from './msgs/conversations.svelte.ts';
import { Todo } from './todo/todo.svelte.ts';

interface FrameSection extends Section {
	/** What it is called in the frame, where there is little room. */
	label: string;
	/** In full, as on its own page; its label, where that is all. */
	title?: string;
	icon: LucideIcon;
	/** What its count counts. */
	counted: string;
}

export const SECTIONS: FrameSection[] = [
	{ label: 'To Do', path: '/todo', icon: ListTodo, store: Todo, counted: 'waiting' },
	{
		label: 'Msgs',
		title: 'Messages',
		path: '/msgs',
		icon: MessagesSquare,
		store: Conversations,
		counted: 'unread'
	},
	{
		label: 'Events',
		path: '/events',
		icon: CalendarDays,
		store: Appointments,
		counted: 'to confirm'
	},
	{
		label: 'Docs',
		title: 'Documents',
		path: '/documents',
		icon: FileText,
		store: NewDocuments,
		counted: 'new'
	},
	{
		label: 'Billing',
		path: '/billing',
		icon: ReceiptText,
		store: Outstanding,
		counted: 'to pay'
	}
];
