/** How the documents of a conversation stand by now. A message tells how they stood when it was fetched;
 *  what became of one since is asked for where it may have changed. */

import { answer, api, type Attachment, type Message } from '#lib/api/client.ts';
import { asProblem } from '#lib/api/problem.ts';
import type { Hint } from '#lib/portal/hints.ts';

export interface Standing {
	attachment: Attachment;
	/** Why it was refused. */
	why: string;
}

type About = NonNullable<Message['about']>;

// Of what was taken back not even the name.
const GONE = { name: '', media_type: '', size: 0, state: 'revoked', version: 1 } as const;

export class Standings {
	#known = $state.raw(new Map<string, Standing>());
	#asked = new Set<string>();

	of(attachment: Attachment): Standing {
		return this.#known.get(attachment.document_id) ?? { attachment, why: '' };
	}

	/** What a comment is on, as that stands by now. */
	about(about: About): About {
		const now = this.#known.get(about.document_id ?? '')?.attachment;
		if (!now) return about;
		if (now.state === 'revoked') return { ...about, state: 'revoked', name: '' };
		return { ...about, name: now.name, is_newest: (about.version ?? now.version) >= now.version };
	}

	/** Asks, once each, for what is on its way to another state or has a reason to tell. */
	look(messages: Message[]): void {
		for (const each of attachmentsOf(messages)) {
			const { state } = this.of(each).attachment;
			if (state === 'ready' || state === 'revoked' || this.#asked.has(each.document_id)) continue;
			this.#asked.add(each.document_id);
			void this.#ask(each.document_id);
		}
	}

	/** Asks for what this may have changed. */
	hear({ type, about }: Hint, messages: Message[]): void {
		const attached = attachmentsOf(messages);
		const isHere =
			attached.some(({ document_id }) => document_id === about?.id) ||
			messages.some((message) => message.about?.document_id === about?.id);
		if (about?.kind === 'document' && isHere) void this.#ask(about.id);
		if (type === 'resync') void this.#askAll(attached);
	}

	// One after the other: nobody waits for it, and there may be many. What has ended stays as it is.
	async #askAll(attached: Attachment[]) {
		const last = ['refused', 'revoked'];
		const open = attached.filter((each) => !last.includes(this.of(each).attachment.state));
		for (const id of new Set(open.map((each) => each.document_id))) await this.#ask(id);
	}

	async #ask(document_id: string) {
		try {
			const { name, media_type, size, state, version, refusal } = await answer(
				api.GET('/v1/documents/{document_id}', { params: { path: { document_id } } })
			);
			const now = state === 'uploading' ? 'checking' : state;
			this.#put({ document_id, name, media_type, size, state: now, version }, refusal?.text);
		} catch (thrown) {
			if (asProblem(thrown).closed) this.#put({ document_id, ...GONE });
			else this.#asked.delete(document_id);
		}
	}

	#put(attachment: Attachment, why = '') {
		this.#known = new Map(this.#known).set(attachment.document_id, { attachment, why });
	}
}

const attachmentsOf = (messages: Message[]) => messages.flatMap(({ attachments }) => attachments);
