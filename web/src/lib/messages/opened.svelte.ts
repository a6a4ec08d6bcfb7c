/** What is open of one message: its menu, or a dialog. It stands in the history, so that Back closes it
 *  and leads nowhere else. */

import { pushState, replaceState } from '$app/navigation';
import { page } from '$app/state';

export type What = 'menu' | 'details' | 'withdraw';

interface Opened {
	message: string;
	what: What;
}

const now = (): Opened | undefined => (page.state as { opened?: Opened }).opened;

/** What of this message is open. */
export const openOf = (message: string): What | undefined =>
	now()?.message === message ? now()!.what : undefined;

/** Opens it, in the place of what is open. */
export function open(message: string, what: What): void {
	const state = { ...page.state, opened: { message, what } };
	if (now()) replaceState('', state);
	else pushState('', state);
}

export function close(): void {
	if (now()) history.back();
}
