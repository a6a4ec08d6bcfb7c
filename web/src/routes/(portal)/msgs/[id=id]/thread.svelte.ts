/** One conversation as it is on the screen: a stretch of its messages that reaches to the newest. */

import {
	answer,
	api,
	type AudienceChange,
	type Conversation,
	type Message
} from '#lib/api/client.ts';
import { asProblem, problemOf, type Problem } from '#lib/api/problem.ts';
import { onceMore } from '#lib/once-more.ts';
import { LONGEST, PAGE, Pages } from '#lib/portal/pages.svelte.ts';

const LONGEST_UNREAD = 300; // messages fetched at once to begin where the person stopped reading
const FARTHEST_JUMP = 5_000; // messages fetched at once to show one of long ago

export class Thread {
	conversation = $state.raw<Conversation>();
	/** The messages from the newest back. */
	readonly pages = new Pages<Message>(async ({ cursor, limit }) => {
		const { items, older, change } = await this.#fetch({ before: cursor, limit });
		this.#change ??= change; // what changes from the first page on is fetched later
		return { items: items.toReversed(), next: older };
	});
	/** The first message under the 'new messages' line. */
	firstNew = $state<string | null>(null);
	loaded = $state(false);
	problem = $state.raw<Problem>();

	/** Called with messages that are about to be put at the end. */
	whenNews: (news: Message[]) => void = () => {};

	/** Called when messages that are here have changed. */
	whenChanged: (changed: Message[]) => void = () => {};

	#readUpTo = $state('');
	#change: number | undefined;
	#seenEdits = new Set<string>();

	constructor(readonly id: string) {}

	/** The same messages as one reads them. */
	get messages(): Message[] {
		return this.pages.items.toReversed();
	}

	/** How many messages by others were not seen yet, of those that are there. */
	get unread(): number {
		return this.#afterRead().filter(isNews).length;
	}

	/** Changes of who reads along, as far back as the messages are there. */
	get changes(): AudienceChange[] {
		const first = this.messages.at(0);
		const all = this.conversation?.changes ?? [];
		return this.pages.more && first ? all.filter(({ at }) => at >= first.sent_at) : all;
	}

	/** Whether the person has no part in the conversation, or none any more. */
	get ended(): boolean {
		return this.problem?.closed ?? false;
	}

	/** Fetches the conversation, back to the first unread message, and to the one that is sought. */
	async open(sought?: string): Promise<void> {
		this.problem = undefined;
		this.#change = undefined;
		this.problem = await problemOf(this.#begin(sought));
	}

	/** Fetches earlier messages until the one with this id is there, within reason. */
	async reachBackTo(id: string): Promise<void> {
		this.pages.moreProblem = await problemOf(this.#fetchBackTo(id, FARTHEST_JUMP));
	}

	/** Fetches what is newer than what is there. Calls that come meanwhile end in one more. */
	readonly refresh = onceMore(async () => {
		if (this.loaded) this.problem = await problemOf(this.#catchUp());
		else if (this.problem?.passing) await this.open();
	});

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
		return after.slice(0, after.indexOf(message) + 1).some(isNews);
	}

	/** Puts what has become of messages in the place of what is here, and into what quotes them. */
	alter(changed: Message[]): void {
		const now = new Map(changed.map((message) => [message.id, message]));
		this.pages.items = this.pages.items.map((message) =>
			requoted(now.get(message.id) ?? message, now)
		);
		this.whenChanged(changed);
	}

	/** Says, once each, that edits of what was read before have been seen. */
	async seeEdits(inSight: string[]): Promise<void> {
		for (const { id, revision, unseen_edit } of this.messages) {
			const edit = `${id} ${revision}`;
			if (!unseen_edit || !inSight.includes(id) || this.#seenEdits.has(edit)) continue;
			this.#seenEdits.add(edit);
			const path = { conversation_id: this.id, message_id: id };
			const where = '/v1/conversations/{conversation_id}/messages/{message_id}/seen';
			const problem = await problemOf(
				answer(api.PUT(where, { params: { path }, body: { revision }, keepalive: true }))
			);
			if (problem?.passing) this.#seenEdits.delete(edit);
		}
	}

	/** Puts the 'new messages' line before what is unread now. */
	drawLine(): void {
		this.firstNew = this.#afterRead().find(isNews)?.id ?? null;
	}

	/** Leaves the line where a person saw it who is back: nothing moves under them. */
	keepLine(before: string | null): void {
		if (this.messages.some(({ id }) => id === before)) this.firstNew = before;
	}

	async #begin(sought?: string) {
		const [conversation] = await Promise.all([this.#about(), this.pages.fetchFirst()]);
		const { summary, read_up_to } = conversation;
		if (summary.unread) await this.#fetchBackTo(read_up_to ?? '');
		if (sought) await this.#fetchBackTo(sought, FARTHEST_JUMP);
		this.conversation = conversation;
		this.#readUpTo = (summary.unread === 0 && this.messages.at(-1)?.id) || (read_up_to ?? '');
		this.drawLine();
		this.loaded = true;
	}

	async #catchUp() {
		const conversation = await this.#about();
		let after: string | null = this.messages.at(-1)?.cursor ?? '';
		while (after !== null) {
			const page = await this.#fetch(after ? { after } : {});
			if (page.change > (this.#change ?? 0)) await this.#fetchChanges();
			if (!after) this.pages.next = page.older;
			this.#put(page.items);
			after = after ? page.newer : null;
		}
		this.conversation = conversation;
		this.#readElsewhere(conversation.read_up_to ?? '');
	}

	async #fetchChanges() {
		for (let more = true; more;) {
			const changed = await answer(
				api.GET('/v1/conversations/{conversation_id}/changes', {
					params: {
						path: { conversation_id: this.id },
						query: { after: this.#change, limit: PAGE }
					}
				})
			);
			this.#change = changed.change;
			more = changed.more;
			this.alter(changed.items);
		}
	}

	// Read on another device. Never moves backwards.
	#readElsewhere(upTo: string) {
		if (this.#afterRead().some(({ id }) => id === upTo)) this.#readUpTo = upTo;
	}

	#put(items: Message[]) {
		const news = this.pages.unknown(items);
		if (news.length === 0) return;
		this.whenNews(news);
		this.pages.items = [...news.toReversed(), ...this.pages.items];
	}

	async #fetchBackTo(id: string, most = LONGEST_UNREAD) {
		const { pages } = this;
		const there = () => pages.items.some((message) => message.id === id);
		while (!there() && pages.more && pages.items.length < most) {
			await pages.fetchNext(undefined, LONGEST);
		}
	}

	// By place, not by id: ids of messages from the firm do not sort by time.
	#afterRead(): Message[] {
		const { messages } = this;
		return messages.slice(messages.findIndex(({ id }) => id === this.#readUpTo) + 1);
	}

	#about() {
		const path = { conversation_id: this.id };
		return answer(api.GET('/v1/conversations/{conversation_id}', { params: { path } }));
	}

	#fetch(query: { before?: string; after?: string; limit?: number }) {
		return answer(
			api.GET('/v1/conversations/{conversation_id}/messages', {
				params: { path: { conversation_id: this.id }, query: { limit: PAGE, ...query } }
			})
		);
	}
}

const isNews = ({ mine, withdrawn }: Message) => !mine && !withdrawn;

function requoted(message: Message, now: Map<string, Message>): Message {
	const quoted = message.reply_to?.message_id && now.get(message.reply_to.message_id);
	if (!quoted || !message.reply_to) return message;
	const state = quoted.withdrawn ? 'withdrawn' : 'shown';
	return { ...message, reply_to: { ...message.reply_to, state, line: quoted.body.slice(0, 140) } };
}
