/** What is said of one document: what the portal has of it, which of that one looks at, and where what
 *  is being written hangs. */

import { createContext } from 'svelte';
import { answer, api, type Conversation, type Message } from '#lib/api/client.ts';
import { problemOf, type Problem } from '#lib/api/problem.ts';
import { onceMore } from '#lib/once-more.ts';
import { Pages } from '#lib/portal/pages.svelte.ts';
import { inOrder, turned, type Spot } from './spots.ts';

const FARTHEST = 500; // comments fetched to find one that a link names

/** A page, and what is marked on it. */
export interface Place {
	page: number;
	spot: Spot | null;
}

/** A comment as it is told apart from the others: in the list, and where it hangs. */
export interface Numbered {
	number: number;
	comment: Message;
}

export class Comments {
	readonly pages = new Pages<Message>(async (query) => {
		const path = { document_id: this.document };
		const where = '/v1/documents/{document_id}/comments';
		const found = await answer(api.GET(where, { params: { path, query } }));
		this.total = found.total;
		this.conversation = found.conversation_id;
		return found;
	});
	/** Of those that were not withdrawn. */
	total = $state(0);
	/** To which a new one goes, and who reads it there. */
	conversation = $state<string>();
	readers = $state.raw<Conversation>();
	problem = $state.raw<Problem>();
	/** The list of them is open. */
	open = $state(false);
	/** The one that stands out, in the list and on its page. */
	chosen = $state<string>();
	/** Where to look; a new one each time that one asks. */
	target = $state.raw<Place>();
	/** The next stroke marks a spot. */
	marking = $state(false);
	/** What is marked for the comment that is being written. */
	spot = $state.raw<Place>();
	/** The page one is at, where there are pages. */
	page = $state<number>();
	/** Called with those of others that have come. */
	whenNews: (news: Message[]) => void = () => {};

	#version: () => number | undefined;

	/** @param version answers which version of the document is looked at */
	constructor(
		readonly document: string,
		version: () => number | undefined
	) {
		this.#version = version;
	}

	/** The version that is looked at. */
	get version(): number | undefined {
		return this.#version();
	}

	readonly refresh = onceMore(async () => {
		const known = new Set(this.pages.items.map(({ id }) => id));
		const isFirst = !this.pages.loaded;
		await this.pages.refresh();
		const news = this.pages.items.filter(({ id, mine }) => !mine && !known.has(id));
		if (!isFirst && news.length > 0) this.whenNews(news);
		this.problem = this.pages.problem ?? (this.open ? await problemOf(this.#look()) : undefined);
	});

	/** As the document is read; those that were withdrawn have no number. */
	get list(): { comment: Message; number: number | undefined }[] {
		let number = 0;
		return this.pages.items.toSorted(inOrder).map((comment) => ({
			comment,
			number: comment.withdrawn ? undefined : ++number
		}));
	}

	/** What hangs on a page of the version that is looked at: on another's, the same page is another. */
	on(page: number): Numbered[] {
		return this.list.filter(
			(each): each is Numbered =>
				each.number !== undefined &&
				each.comment.about?.page === page &&
				!this.versionElsewhere(each.comment)
		);
	}

	/** The version that a comment was made on, where that is not the one that is looked at. */
	versionElsewhere({ about }: Message): number | undefined {
		const made = about?.version ?? undefined;
		return made === this.version ? undefined : made;
	}

	/** It stands out from here on, and where it hangs comes into sight. */
	choose(comment: Message): void {
		const { id, about } = comment;
		this.chosen = id;
		if (about?.page && !this.versionElsewhere(comment)) {
			this.target = { page: about.page, spot: about.spot };
		}
	}

	/** Another version is looked at from here on: what was pointed at in the one before is let go. */
	turn(): void {
		this.target = this.spot = undefined;
		this.marking = false;
	}

	/** The comment that a link names, fetched from as far back as it lies, within reason. */
	async find(id: string): Promise<void> {
		const named = () => this.pages.items.find((comment) => comment.id === id);
		while (!named() && this.pages.more && this.pages.items.length < FARTHEST) {
			await this.pages.fetchMore();
			if (this.pages.moreProblem) return;
		}
		const comment = named();
		if (comment) this.choose(comment);
	}

	/** @param spot as the page is turned at present */
	mark(page: number, spot: Spot, turn: number): void {
		this.spot = { page, spot: turned(spot, -turn) };
		this.marking = false;
	}

	async #look() {
		if (!this.conversation) return;
		const path = { conversation_id: this.conversation };
		this.readers = await answer(
			api.GET('/v1/conversations/{conversation_id}', { params: { path } })
		);
	}
}

/** Undefined where what is shown is no document of its own, such as what came with an e-mail. */
export const [getComments, setComments] = createContext<() => Comments | undefined>();
