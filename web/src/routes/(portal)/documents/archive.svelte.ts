/** Several documents as one ZIP: the portal puts it together, then the browser saves it. */

import { answer, api, type Archive } from '#lib/api/client.ts';
import { Problem, problemOf } from '#lib/api/problem.ts';
import { patiently } from '#lib/uploads/patience.ts';

const LOOK = 1_000; // ms
const FAILED = 'The ZIP could not be put together. Please try again.';

export class Making {
	/** How many documents are being put together. */
	documents = $state(0);
	problem = $state.raw<Problem>();

	#stop = new AbortController();

	/** Puts them together and leads the browser to what came out. */
	async make(ids: string[]): Promise<void> {
		this.documents = ids.length;
		this.problem = undefined;
		this.problem = await problemOf(this.#make(ids, this.#stop.signal));
		this.documents = 0;
	}

	/** Nobody waits for it any more. */
	stop(): void {
		this.#stop.abort();
	}

	async #make(document_ids: string[], signal: AbortSignal) {
		const made = await answer(api.POST('/v1/documents/archive', { body: { document_ids } }));
		const { address } = await this.#whenMade(made, signal);
		if (!address) throw new Problem('failed', 500, FAILED);
		location.assign(address.url);
	}

	async #whenMade(archive: Archive, signal: AbortSignal): Promise<Archive> {
		const params = { path: { archive_id: archive.id } };
		const look = () => answer(api.GET('/v1/archives/{archive_id}', { params }));
		while (archive.state === 'making') {
			await new Promise((resolve) => setTimeout(resolve, LOOK));
			archive = await patiently(look, signal);
		}
		return archive;
	}
}
