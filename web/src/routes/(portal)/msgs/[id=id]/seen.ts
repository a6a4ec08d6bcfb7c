/** Marks as read what was seen: in sight for a glance, while somebody is there to see it. */

import type { Thread } from './thread.svelte.ts';

const GLANCE = 300; // ms that a message must stay in sight to count as seen
const TRY_AGAIN = 5_000; // ms

export const isWatched = () => document.visibilityState === 'visible' && document.hasFocus();

export class Seen {
	#thread: Thread;
	#lastInSight: () => string | undefined;
	#told: (unread: number) => void;
	#inSight: () => string[];
	#glance: ReturnType<typeof setTimeout> | undefined;
	#stopped = false;

	/** @param told takes how many are unread once the portal knows what was seen
	 *  @param inSight the ids of all that can be seen: edits of what was read are told besides */
	constructor(
		thread: Thread,
		lastInSight: () => string | undefined,
		told: (unread: number) => void,
		inSight: () => string[]
	) {
		this.#thread = thread;
		this.#lastInSight = lastInSight;
		this.#told = told;
		this.#inSight = inSight;
	}

	/** To be called whenever something else may have come into sight. */
	look(): void {
		this.#later(GLANCE, () => void this.#mark());
	}

	stop(): void {
		this.#stopped = true;
		clearTimeout(this.#glance);
	}

	async #mark() {
		const last = isWatched() && this.#lastInSight();
		const seen = this.#thread.messages.find(({ id }) => id === last);
		if (!seen) return;
		void this.#thread.seeEdits(this.#inSight());
		const unread = await this.#thread.markRead(seen);
		if (unread !== undefined) this.#told(unread);
		else if (this.#thread.isUnread(seen)) this.#later(TRY_AGAIN, () => this.look());
	}

	#later(pause: number, run: () => void) {
		clearTimeout(this.#glance);
		if (!this.#stopped) this.#glance = setTimeout(run, pause);
	}
}
