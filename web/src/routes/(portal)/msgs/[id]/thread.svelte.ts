/** One conversation as it is on the screen: a stretch of its messages that reaches to the newest. */

import { answer, api, type Conversation, type Message } from '#lib/api/client.ts';
import { asProblem, type Problem } from '#lib/api/problem.ts';

const PAGE = 50;
const LONGEST_UNREAD = 300; // messages fetched at once to begin where the person stopped reading

export class Thread {
	conversation = $state.raw<Conversation>();
	messages = $state.raw<Message[]>([]);
	/** There is more before the first message. */
	older = $state<string | null>(null);
	/** The first message under the 'new messages' line. */
	firstNew = $state<string | null>(null);
	loaded = $state(false);
	problem = $state.raw<Problem>();
	olderProblem = $state.raw<Problem>();
	/** How many messages by others were not seen yet, of those that are there. */
	unread = $derived.by(() => this.#afterRead().filter((message) => !message.mine).length);

	/** Called with messages that are about to be put at the end. */
	whenNews: (news: Message[]) => void = () => {};

	#readUpTo = $state('');
	#fetchingOlder = false;
	#refreshing: Promise<void> | null = null;
	#refreshAgain = false;

	constructor(readonly id: string) {}

	/** Fetches the conversation, back to the first unread message. */
	async open(): Promise<void> {
		this.problem = undefined;
		try {
			const [conversation, page] = await Promise.all([this.#about(), this.#page({})]);
			this.messages = page.items;
			this.older = page.older;
			if (conversation.summary.unread) await this.#fetchBackTo(conversation.read_up_to ?? '');
			this.conversation = conversation;
			const allRead = conversation.summary.unread === 0;
			this.#readUpTo = (allRead && this.messages.at(-1)?.id) || (conversation.read_up_to ?? '');
			this.drawLine();
			this.loaded = true;
		} catch (thrown) {
			this.problem = asProblem(thrown);
		}
	}

	/** Fetches earlier messages until the one with this id is there, within reason. */
	async reachBackTo(id: string): Promise<void> {
		try {
			await this.#fetchBackTo(id);
		} catch (thrown) {
			this.olderProblem = asProblem(thrown);
		}
	}

	/** Fetches what is newer than what is there. Calls that come meanwhile end in one more. */
	refresh(): Promise<void> {
		if (!this.loaded) return this.problem?.passing ? this.open() : Promise.resolve();
		if (this.#refreshing) this.#refreshAgain = true;
		this.#refreshing ??= this.#fetchNewer().finally(() => {
			this.#refreshing = null;
			if (this.#refreshAgain) {
				this.#refreshAgain = false;
				void this.refresh();
			}
		});
		return this.#refreshing;
	}

	/** Fetches the page before the first message; `before` runs just before it is put there. */
	async fetchOlder(before: () => void = () => {}): Promise<void> {
		if (!this.older || this.#fetchingOlder) return;
		this.#fetchingOlder = true;
		this.olderProblem = undefined;
		try {
			const page = await this.#page({ before: this.older });
			before();
			this.messages = [...page.items, ...this.messages];
			this.older = page.older;
		} catch (thrown) {
			this.olderProblem = asProblem(thrown);
		} finally {
			this.#fetchingOlder = false;
		}
	}

	/** Says that everything up to the message was seen; answers how many are unread then. */
	async markRead(message: Message): Promise<number | undefined> {
		if (!this.isUnread(message)) return;
		const before = this.#readUpTo;
		this.#readUpTo = message.id;
		try {
			const state = await answer(
				api.PUT('/v1/conversations/{conversation_id}/read', {
					params: { path: { conversation_id: this.id } },
					body: { message_id: message.id },
					keepalive: true // who has read it may leave at once
				})
			);
			return state.unread;
		} catch (thrown) {
			asProblem(thrown);
			this.#readUpTo = before; // said again with the next look at it
		}
	}

	/** Whether saying that it was seen would tell the portal something. */
	isUnread(message: Message): boolean {
		const after = this.#afterRead();
		return after.slice(0, after.indexOf(message) + 1).some(({ mine }) => !mine);
	}

	/** Puts the 'new messages' line before what is unread now. */
	drawLine(): void {
		this.firstNew = this.#afterRead().find((message) => !message.mine)?.id ?? null;
	}

	async #fetchNewer() {
		try {
			const conversation = await this.#about();
			let after: string | null = this.messages.at(-1)?.cursor ?? '';
			while (after !== null) {
				const page = await this.#page(after ? { after } : {});
				if (!after) this.older = page.older;
				this.#append(page.items);
				after = after ? page.newer : null;
			}
			this.conversation = conversation;
			this.#readElsewhere(conversation.read_up_to ?? '');
			this.problem = undefined;
		} catch (thrown) {
			this.problem = asProblem(thrown);
		}
	}

	// Read on another device. Never moves backwards.
	#readElsewhere(upTo: string) {
		if (this.#afterRead().some(({ id }) => id === upTo)) this.#readUpTo = upTo;
	}

	#append(items: Message[]) {
		const known = new Set(this.messages.map(({ id }) => id));
		const news = items.filter(({ id }) => !known.has(id));
		if (news.length === 0) return;
		this.whenNews(news);
		this.messages = [...this.messages, ...news];
	}

	async #fetchBackTo(id: string) {
		const there = () => this.messages.some((message) => message.id === id);
		while (!there() && this.older && this.messages.length < LONGEST_UNREAD) {
			const page = await this.#page({ before: this.older });
			this.messages = [...page.items, ...this.messages];
			this.older = page.older;
		}
	}

	// By place, not by id: ids of messages from the firm do not sort by time.
	#afterRead(): Message[] {
		return this.messages.slice(this.messages.findIndex(({ id }) => id === this.#readUpTo) + 1);
	}

	#about() {
		const path = { conversation_id: this.id };
		return answer(api.GET('/v1/conversations/{conversation_id}', { params: { path } }));
	}

	#page(query: { before?: string; after?: string }) {
		return answer(
			api.GET('/v1/conversations/{conversation_id}/messages', {
				params: { path: { conversation_id: this.id }, query: { ...query, limit: PAGE } }
			})
		);
	}
}
