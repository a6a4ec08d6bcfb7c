/** What every page behind the sign-in shares: who is signed in, their conversations, the live stream. */

import { createContext } from 'svelte';
import type { Session } from '#lib/api/client.ts';
import { forget, keptNames } from '#lib/kept.ts';
import { Conversations } from './conversations.svelte.ts';
import { Live } from './live.ts';
import { UnsentMessages } from './unsent.svelte.ts';

export class Portal {
	readonly live = new Live();
	readonly conversations = new Conversations();
	readonly unsent: UnsentMessages;

	/** Put anew when the person changes their name. */
	session = $state.raw() as Session;

	constructor(session: Session) {
		this.session = session;
		this.unsent = new UnsentMessages(session.account_id);
	}

	get firm() {
		return this.session.persons[0]?.firm;
	}

	/** Keeps everything fresh until the answered function is called. */
	start(): () => void {
		const { live, conversations, unsent } = this;
		const quiet = live.hear(() => void conversations.refresh());
		const stops = [quiet, live.start(), unsent.start()];
		const stop = new AbortController();
		for (const moment of ['focus', 'online'] as const) {
			window.addEventListener(moment, () => conversations.refresh(), { signal: stop.signal });
		}
		void conversations.refresh();
		return () => {
			stop.abort();
			for (const each of stops) each();
		};
	}

	/** Leaves nothing of this account's writing in the browser. */
	forgetWriting(): void {
		keptNames(this.session.account_id).forEach(forget);
	}
}

export const [getPortal, setPortal] = createContext<() => Portal>();
