/** What every page behind the sign-in shares: who is signed in, their conversations, the live stream. */

import { createContext } from 'svelte';
import { page } from '$app/state';
import type { FirmCard, Session } from '#lib/api/client.ts';
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

	/** Each firm once, in the order of the session. */
	get firms(): FirmCard[] {
		return [...new Map(this.session.persons.map(({ firm }) => [firm.id, firm])).values()];
	}

	/** The one firm that the list is narrowed to, where there are several to choose from. */
	get only(): FirmCard | undefined {
		if (this.firms.length < 2) return undefined;
		return this.firmWith(page.url.searchParams.get('firm'));
	}

	/** The firm that the page is about: the only one there is, whose conversation is open, or which
	 *  the list is narrowed to. None when the page is about several. */
	get firm(): FirmCard | undefined {
		if (this.firms.length < 2) return this.firms[0];
		const open = this.conversations.items.find(({ id }) => id === page.params.id);
		return open ? this.firmWith(open.firm_id) : this.only;
	}

	/** What the page's title ends with. */
	get whose(): string {
		return this.firm?.name ?? 'Client portal';
	}

	firmWith(id: string | null | undefined): FirmCard | undefined {
		return this.firms.find((firm) => firm.id === id);
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
