/** Runs in the sandboxed frame: draws what it is given by the portal, and nothing else. */

import { renderAsync } from 'docx-preview';
import { clean } from './clean.ts';
import type { Content, FromFrame, ToFrame } from './said.ts';

const tell = (said: FromFrame) => parent.postMessage(said, '*');

addEventListener('message', (event: MessageEvent<ToFrame>) => {
	if (event.source !== parent) return;
	if (event.data.kind === 'print') print();
	else
		void show(event.data).then(
			() => tell('shown'),
			() => tell('failed')
		);
});
tell('here');

async function show(content: Content): Promise<void> {
	if (content.kind === 'html') showHtml(content.html, content.heading);
	else await showDocx(content.docx);
}

async function showDocx(docx: ArrayBuffer) {
	await renderAsync(docx, document.body, document.head, {
		renderAltChunks: false, // HTML that would come as it is
		useBase64URL: true, // this frame has no origin that could keep a blob
		renderChanges: true
	});
	clean(document.body);
	const wide = document.documentElement.scrollWidth;
	if (wide > innerWidth) document.body.style.zoom = String(innerWidth / wide);
}

function showHtml(html: string, heading: [string, string][]) {
	const { head, body } = new DOMParser().parseFromString(html, 'text/html');
	clean(body);
	const above = document.createElement('div');
	above.className = 'heading';
	for (const [what, value] of heading) {
		const line = document.createElement('p');
		line.textContent = `${what}: ${value}`;
		above.append(line);
	}
	document.head.append(...head.querySelectorAll('style'));
	document.body.append(above, ...body.childNodes);
}
