/** The document that is looked at, kept fresh: one that is being checked opens by itself, one that was
 *  taken back goes, and a newer version waits until one asks for it. */

import { answer, api, type DocumentInFull } from '#lib/api/client.ts';
import { problemOf, type Problem } from '#lib/api/problem.ts';
import { onceMore } from '#lib/once-more.ts';

export class Shown {
	document = $state.raw<DocumentInFull>();
	/** What has taken its place meanwhile. */
	newer = $state.raw<DocumentInFull>();
	problem = $state.raw<Problem>();
	/** It was here, and is no more. */
	taken = $state(false);

	constructor(readonly id: string) {}

	readonly refresh = onceMore(async () => {
		this.problem = await problemOf(this.#fetch());
		if (!this.problem?.closed) return;
		this.taken = this.document !== undefined;
		this.document = undefined;
	});

	showNewer(): void {
		this.document = this.newer ?? this.document;
		this.newer = undefined;
	}

	async #fetch() {
		const found = await answer(
			api.GET('/v1/documents/{document_id}', { params: { path: { document_id: this.id } } })
		);
		const read = this.document?.state === 'ready' ? this.document : undefined;
		if (!read) this.document = found;
		else if (read.version === found.version) this.document = asDrawn(read, found);
		else if (found.state === 'ready') this.newer = found;
	}
}

/** What is drawn already stays as it is, with whoever reads it where they are; another form that was made
 *  of it meanwhile is shown to who comes next. */
function asDrawn(read: DocumentInFull, found: DocumentInFull): DocumentInFull {
	if (!read.shown_as || read.shown_as === 'none') return found;
	return { ...found, shown_as: read.shown_as, renditions: read.renditions };
}
