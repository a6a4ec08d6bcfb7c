/** The document that is looked at, kept fresh: one that is being checked opens by itself, one that was
 *  taken back goes. Its version stays the one that opened until another is asked for. */

import { answer, api, type DocumentInFull } from '#lib/api/client.ts';
import { problemOf, type Problem } from '#lib/api/problem.ts';
import { onceMore } from '#lib/once-more.ts';

export class Shown {
	document = $state.raw<DocumentInFull>();
	problem = $state.raw<Problem>();
	/** It was here, and is no more. */
	taken = $state(false);

	#version: number | undefined;

	/** @param version none for the newest */
	constructor(
		readonly id: string,
		version?: number
	) {
		this.#version = version;
	}

	/** Whether another version has taken the place of this one. */
	get hasNewer(): boolean {
		const { newest, version } = this.document ?? {};
		return Boolean(newest) && newest !== version; // 0 where a portal that is being renewed cannot say
	}

	readonly refresh = onceMore(async () => {
		this.problem = await problemOf(this.#fetch());
		if (!this.problem?.closed) return;
		this.taken = this.document !== undefined;
		this.document = undefined;
	});

	/** Shows another version from here on, or the newest. */
	async choose(version?: number): Promise<void> {
		this.#version = version;
		await this.refresh();
	}

	async #fetch() {
		const version = this.#version;
		const params = { path: { document_id: this.id }, query: { version } };
		const found = await answer(api.GET('/v1/documents/{document_id}', { params }));
		if (version !== this.#version) return; // what was chosen meanwhile is asked for next
		const read = this.document;
		const isRead = read?.state === 'ready' && read.version === found.version;
		this.document = isRead ? asDrawn(read, found) : found;
		if (found.state === 'ready') this.#version = found.version;
	}
}

/** What is drawn already stays as it is, with whoever reads it where they are; another form that was made
 *  of it meanwhile is shown to who comes next. */
function asDrawn(read: DocumentInFull, found: DocumentInFull): DocumentInFull {
	if (!read.shown_as || read.shown_as === 'none') return found;
	return { ...found, shown_as: read.shown_as, renditions: read.renditions };
}
