/** Takes out of markup what does more than show something. The frame's policy lets none of it do
 *  anything; so it is not there to be pressed or fetched in vain. */

const ACTS = 'script, iframe, frame, object, embed, button, meta, base, link, video, audio';
const HERE = /^(data|blob):/i;

export function clean(body: Element): void {
	for (const element of body.querySelectorAll(ACTS)) element.remove();
	for (const element of body.querySelectorAll('*')) {
		const acting = element.getAttributeNames().filter((name) => name.startsWith('on'));
		for (const name of acting) element.removeAttribute(name);
	}
	for (const picture of body.querySelectorAll('img, source, input')) {
		picture.removeAttribute('srcset');
		if (!HERE.test(picture.getAttribute('src') ?? '')) picture.removeAttribute('src');
	}
	for (const link of body.querySelectorAll('a[href], area[href]')) {
		const href = link.getAttribute('href')!;
		if (href.startsWith('#')) continue;
		link.removeAttribute('href');
		if (/^(https?|mailto):/i.test(href)) link.setAttribute('title', href);
	}
}
