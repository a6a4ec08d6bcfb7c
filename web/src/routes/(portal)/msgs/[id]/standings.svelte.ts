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

export class Standings {
	#known = $state.raw(new Map<string, Standing>());
	#asked = new Set<string>();

	of(attachment: Attachment): Standing {
		return this.#known.get(attachment.document_id) ?? { attachment, why: '' };
	}

	/** Asks, once each, for what is on its way to another state or has a reason to tell. */
	look(messages: Message[]): void {
		for (const each of attachmentsOf(messages)) {
			const { state } = this.of(each).attachment;
			if (state === 'ready' || state === 'revoked' || this.#asked.has(each.document_id)) continue;
			this.#asked.add(each.document_id);
			void this.#ask(each);
		}
	}

	/** Asks for what this may have changed. */
	hear({ type, about }: Hint, messages: Message[]): void {
		for (const each of attachmentsOf(messages)) {
			const { state } = this.of(each).attachment;
			const missed = type === 'resync' && state === 'checking';
			const isMeant = about?.kind === 'document' && about.id === each.document_id;
			if (missed || isMeant) void this.#ask(each);
		}
	}

	async #ask(attachment: Attachment) {
		const path = { document_id: attachment.document_id };
		try {
			const { name, media_type, size, state, refusal } = await answer(
				api.GET('/v1/documents/{document_id}', { params: { path } })
			);
			const now = state === 'uploading' ? 'checking' : state;
			this.#put({ ...attachment, name, media_type, size, state: now }, refusal?.text);
		} catch (thrown) {
			if (asProblem(thrown).closed) this.#put({ ...attachment, state: 'revoked' });
			else this.#asked.delete(attachment.document_id);
		}
	}

	#put(attachment: Attachment, why = '') {
		this.#known = new Map(this.#known).set(attachment.document_id, { attachment, why });
	}
}

const attachmentsOf = (messages: Message[]) => messages.flatMap(({ attachments }) => attachments);
