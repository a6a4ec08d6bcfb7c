/** What shows documents is fetched before one is opened: as one points at its link, and where there is
 *  one in sight as soon as the page has come to rest. */

import type { Attachment } from 'svelte/attachments';
import { preloadCode } from '$app/navigation';
import type { DocumentKind } from '#lib/api/client.ts';

const REST = 1_000; // ms, where the browser does not say that it has nothing to do
const PAGED: DocumentKind[] = ['pdf', 'word']; // shown by the reader of PDFs, which is large

type Saving = Navigator & { connection?: { saveData?: boolean } };

export const readAhead =
	(kind: DocumentKind): Attachment<HTMLAnchorElement> =>
	(link) => {
		if (!PAGED.includes(kind)) return;
		const over = new AbortController();
		for (const points of ['pointerenter', 'focus', 'touchstart']) {
			const { signal } = over;
			link.addEventListener(points, () => void fetchAll(), { signal, passive: true });
		}
		if ((navigator as Saving).connection?.saveData) return () => over.abort();
		const stop = atRest(() => void fetchAll());
		return () => {
			over.abort();
			stop();
		};
	};

// Whatever cannot be had now is fetched, and its lack told, when the document is opened.
async function fetchAll() {
	if (!navigator.onLine) return;
	try {
		const pages = import('./pdf/PdfView.svelte');
		await Promise.all([preloadCode('/(portal)/documents/[id=id]'), pages]);
		const { prepare } = await import('./pdf/open.ts');
		await prepare();
	} catch {
		return;
	}
}

function atRest(run: () => void): () => void {
	if (!window.requestIdleCallback) {
		const timer = setTimeout(run, REST);
		return () => clearTimeout(timer);
	}
	const asked = requestIdleCallback(run);
	return () => cancelIdleCallback(asked);
}
