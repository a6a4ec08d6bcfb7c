/** Sends bytes to an address. By XMLHttpRequest, which alone tells how much has gone (fetch does not). */

import { unanswered } from '#lib/api/problem.ts';

const SILENCE = 30_000; // ms without a byte, after which the line is taken for dead

/** The status that came back.
 *
 *  @param sent told how many bytes have gone
 *  Throws `Problem` where no answer came. */
export function put(
	url: string,
	bytes: ArrayBuffer,
	signal: AbortSignal,
	sent: (bytes: number) => void
): Promise<number> {
	return new Promise((resolve, reject) => {
		const request = new XMLHttpRequest();
		let watch: ReturnType<typeof setTimeout>;
		const alive = () => {
			clearTimeout(watch);
			watch = setTimeout(stop, SILENCE);
		};
		const stop = () => request.abort();
		request.upload.onprogress = ({ loaded }) => {
			alive();
			sent(loaded);
		};
		request.onload = () => resolve(request.status);
		request.onerror = request.onabort = () => reject(unanswered());
		request.onloadend = () => {
			clearTimeout(watch);
			signal.removeEventListener('abort', stop);
		};
		signal.addEventListener('abort', stop);
		request.open('PUT', url);
		request.send(bytes);
		alive();
	});
}
