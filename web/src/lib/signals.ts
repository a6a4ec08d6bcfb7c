/** What ends a wait, also in browsers that have neither AbortSignal.any nor AbortSignal.timeout
 *  (Safari before 17.4, Firefox before 124). */

/** A signal that ends with any of these, or after so many milliseconds. */
export function endsWith(signals: AbortSignal[], after?: number): AbortSignal {
	const end = new AbortController();
	const abort = () => end.abort();
	const timer = after === undefined ? undefined : setTimeout(abort, after);
	for (const signal of signals) {
		if (signal.aborted) abort();
		signal.addEventListener('abort', abort, { signal: end.signal });
	}
	end.signal.addEventListener('abort', () => clearTimeout(timer));
	return end.signal;
}
