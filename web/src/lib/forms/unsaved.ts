/** Answers that the portal does not have yet. They are kept in this browser until it does, each under a
 *  name of its own: two tabs never overwrite each other's. */

import { inBrowser, keptNames, nameOf } from '#lib/kept.ts';
import type { Answer } from './model.ts';

export interface Draft {
	/** Null takes the answer away. */
	value: Answer | null;
	/** The version of the answer over which this one was given; 0 where there was none. */
	base: number;
	/** What was sent over the same version, without hearing whether it arrived. */
	tried?: (Answer | null)[];
	/** The numbers of other answers that it settles. */
	settles?: number[];
	/** It is signed anew, though the signature reads as it did. */
	anew?: boolean;
	/** Why the portal does not take it. */
	refused?: string;
}

export class Unsaved {
	#account: string;
	#form: string;

	constructor(account: string, form: string) {
		this.#account = account;
		this.#form = form;
	}

	/** By path. */
	all(): Record<string, Draft> {
		const start = this.#nameOf('');
		const names = keptNames(this.#account, 'answer').filter((name) => name.startsWith(start));
		const found = names.map((name) => [name.slice(start.length), inBrowser.read<Draft>(name)]);
		return Object.fromEntries(found.filter(([, draft]) => draft) as [string, Draft][]);
	}

	keep(path: string, draft: Draft): void {
		inBrowser.keep(this.#nameOf(path), JSON.stringify(draft));
	}

	forget(path: string): void {
		inBrowser.forget(this.#nameOf(path));
	}

	#nameOf(path: string): string {
		return nameOf(this.#account, 'answer', `${this.#form}.${path}`);
	}
}
