/** The sections of the portal, in the order of the frame. A new one needs a line here and its pages. */

import MessagesSquare from '@lucide/svelte/icons/messages-square';
import type { Portal } from '#lib/portal/portal.svelte.ts';

export const SECTIONS = [
	{
		name: 'Msgs',
		path: '/msgs',
		icon: MessagesSquare,
		count: (portal: Portal) => portal.conversations.unread,
		counted: 'unread'
	}
];
