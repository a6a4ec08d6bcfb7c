/** What the parts of a conversation ask of it as a whole. */

import { createContext } from 'svelte';
import type { Message } from '#lib/api/client.ts';

export interface Showing {
	/** To this message, on whichever tab one is. */
	jump: (message: string) => Promise<void>;
	/** The message that was jumped to last. */
	readonly found: string | undefined;
	/** What is written next answers it. */
	answer: (message: Message) => void;
	/** Puts what has become of messages into what is shown. */
	alter: (changed: Message[]) => void;
	/** Says it to the ear. */
	say: (text: string) => void;
}

export const [getShowing, setShowing] = createContext<Showing>();
