/** What the portal knows of each section of the frame. The section knows the rest. */

import type { Hint } from './hints.ts';

export interface Section {
	/** What the addresses of its pages begin with. */
	path: string;
	store: new () => Store;
}

/** What a section keeps while the portal is open, on whichever page one is. */
export interface Store {
	/** How much in it waits for the person. */
	readonly count: number;
	/** Fetches anew what is here. */
	refresh(): Promise<void>;
	/** Whether what is here may have changed with this. */
	hears(hint: Hint): boolean;
	/** The id of the firm whose thing the page shows, if it is one firm's and already known. */
	firmOf(shown: Shown): string | undefined;
}

/** What a page's address says that it shows. */
export type Shown = Record<string, string | undefined>;
