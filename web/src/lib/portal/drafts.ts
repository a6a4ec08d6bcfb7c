/** What is begun and not sent yet: one draft a conversation, and one of a comment on each document; the
 *  same in every tab.
 *
 *  A draft has the id that its message will have, so that two tabs that send it send one message. */

import { uuidv7 } from 'uuidv7';
import { inBrowser, nameOf } from '#lib/kept.ts';

export interface Draft {
	id: string;
	text: string;
	/** The ids of what is attached. */
	files: string[];
	/** What it answers. */
	answers?: Answered;
}

/** The document that a message comments on, and where, as it is named until the portal names it. */
export interface CommentedOn {
	document: string;
	name: string;
	/** The one that is looked at. */
	version: number | null;
	page: number | null;
	spot: { left: number; top: number; width: number; height: number } | null;
}

/** A message that is answered, as it is quoted until the portal quotes it. */
export interface Answered {
	id: string;
	name: string;
	line: string;
}

export class Drafts {
	#account: string;

	constructor(account: string) {
		this.#account = account;
	}

	/** What was begun in this conversation; a new draft where nothing was. */
	of(conversation: string): Draft {
		const begun = inBrowser.read<Partial<Draft>>(this.nameOf(conversation));
		return { id: uuidv7(), text: '', files: [], ...begun };
	}

	keep(conversation: string, draft: Draft): void {
		if (!draft.text && draft.files.length === 0 && !draft.answers)
			inBrowser.forget(this.nameOf(conversation));
		else inBrowser.keep(this.nameOf(conversation), JSON.stringify(draft));
	}

	/** Under which name the browser keeps it, and tells other tabs of it. */
	nameOf(conversation: string): string {
		return nameOf(this.#account, 'draft', conversation);
	}
}
