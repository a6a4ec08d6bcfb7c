/** What every page behind the sign-in shares: who is signed in, what each section keeps, the live
 *  stream, and what is written or on its way but not yet sent. */

import { createContext } from 'svelte';
import { page } from '$app/state';
import { answer, api, type FirmCard, type Session } from '#lib/api/client.ts';
import { howMany } from '#lib/format.ts';
import { inBrowser, keptNames } from '#lib/kept.ts';
import { rememberWayBack } from '#lib/sign-in/way-back.ts';
import { Uploads } from '#lib/uploads/uploads.svelte.ts';
import { isolated } from '#lib/written.ts';
import { Drafts } from './drafts.ts';
import { Live } from './live.ts';
import { Matters } from './matters.svelte.ts';
import type { Section, Store } from './section.ts';
import { UnsentMessages } from './unsent.svelte.ts';

export class Portal {
	readonly live: Live;
	readonly matters = new Matters();
	readonly uploads: Uploads;
	readonly unsent: UnsentMessages;
	readonly drafts: Drafts;

	/** Whether the session ends because the person wants it to: then nobody comes back to this page. */
	signsOut = false;

	/** Put anew when the person changes their name. */
	session = $state.raw() as Session;

	#sections: { path: string; store: Store }[];

	constructor(session: Session, sections: Section[]) {
		this.session = session;
		this.live = new Live(session.account_id);
		this.uploads = new Uploads(session.account_id);
		this.unsent = new UnsentMessages(session.account_id, this.uploads);
		this.uploads.whenThere = () => this.unsent.sendNow();
		this.drafts = new Drafts(session.account_id);
		this.#sections = sections.map(({ path, store: Store }) => ({ path, store: new Store() }));
	}

	/** What a section keeps, by the class that the section names. */
	store<S extends Store>(kind: new () => S): S {
		return this.#stores.find((store): store is S => store instanceof kind)!;
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

	/** The firm that the page is about: the only one there is, whose thing is shown, or which the
	 *  list is narrowed to. None when the page is about several. */
	get firm(): FirmCard | undefined {
		if (this.firms.length < 2) return this.firms[0];
		return this.firmWith(this.#shown?.firmOf(page.params)) ?? this.only;
	}

	/** A page's title: how much waits in its section, what it shows, and whose it is. */
	title(what: string, whose = this.firm?.name ?? 'Client portal'): string {
		const count = this.#shown?.count;
		return `${count ? `(${howMany(count)}) ` : ''}${isolated(what)} · ${isolated(whose)}`;
	}

	firmWith(id: string | null | undefined): FirmCard | undefined {
		return this.firms.find((firm) => firm.id === id);
	}

	/** Keeps everything fresh until the answered function is called. */
	start(): () => void {
		const refresh = (stores: Store[]) => stores.forEach((store) => void store.refresh());
		const quiet = this.live.hear((hint) => {
			refresh(this.#stores.filter((store) => store.hears(hint)));
			this.matters.hear(hint);
		});
		const stops = [quiet, this.live.start(), this.uploads.start(), this.unsent.start()];
		const focused = () => refresh(this.#stores);
		window.addEventListener('focus', focused);
		focused();
		return () => {
			window.removeEventListener('focus', focused);
			for (const each of stops) each();
		};
	}

	/** Ends the session, and leaves nothing of what this account wrote or sent in the browser. Throws
	 *  `Problem`. */
	async signOut(): Promise<void> {
		const { firm } = this;
		this.signsOut = true;
		try {
			await answer(api.DELETE('/v1/session'));
		} catch (thrown) {
			this.signsOut = false;
			throw thrown;
		}
		this.live.end();
		this.uploads.end();
		for (const name of keptNames(this.session.account_id)) inBrowser.forget(name);
		rememberWayBack({ path: '/', firm });
	}

	get #stores(): Store[] {
		return this.#sections.map(({ store }) => store);
	}

	/** What the section keeps that the page belongs to. */
	get #shown(): Store | undefined {
		return this.#sections.find(({ path }) => page.url.pathname.startsWith(path))?.store;
	}
}

export const [getPortal, setPortal] = createContext<() => Portal>();
