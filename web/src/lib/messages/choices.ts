/** What can be done with a message, in the order of its menu. */

import type { Message } from '#lib/api/client.ts';

export interface Choice {
	label: string;
	act: () => void;
}

export type Deed = 'Answer' | 'Pin' | 'Unpin' | 'Copy' | 'Edit' | 'Withdraw' | 'Details';

/** @param closed nothing can be written in the conversation any more */
export function choicesOf(message: Message, closed: boolean, act: (deed: Deed) => void): Choice[] {
	return deedsOf(message, closed).map((label) => ({ label, act: () => act(label) }));
}

function deedsOf({ withdrawn, body, mine, pinned }: Message, closed: boolean): Deed[] {
	if (withdrawn) return ['Details'];
	const copy: Deed[] = body ? ['Copy'] : [];
	if (closed) return [...copy, 'Details'];
	const own: Deed[] = mine ? ['Edit', 'Withdraw'] : [];
	return ['Answer', pinned ? 'Unpin' : 'Pin', ...copy, ...own, 'Details'];
}
