/** Leads the browser to a document's bytes, which it saves as a file; the page stays where it is. */

import { answer, api } from '#lib/api/client.ts';

/** Throws `Problem`. */
export async function download(id: string): Promise<void> {
	const { url } = await answer(
		api.POST('/v1/documents/{document_id}/address', {
			params: { path: { document_id: id } },
			body: { rendition: '', purpose: 'download', version: null }
		})
	);
	location.assign(url);
}
