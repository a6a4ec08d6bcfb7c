/** What fails because the line or the portal is away is done again, until it works. */

import { asProblem } from '#lib/api/problem.ts';

const PAUSES = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/** Runs it, and again after a pause where that can help; at once when the line is back.
 *
 *  @param stalls told whether it waits
 *  Throws `Problem` where trying again helps nothing, and whatever was thrown once `signal` has ended. */
export async function patiently<T>(
	run: () => Promise<T>,
	signal: AbortSignal,
	stalls: (waits: boolean) => void = () => {}
): Promise<T> {
	for (let failures = 0; ; failures++) {
		try {
			signal.throwIfAborted();
			const done = await run();
			if (failures) stalls(false);
			return done;
		} catch (thrown) {
			if (signal.aborted) throw thrown;
			const problem = asProblem(thrown);
			if (!problem.passing) throw problem;
			stalls(true);
			await pause(PAUSES[Math.min(failures, PAUSES.length - 1)]!, signal);
		}
	}
}

function pause(length: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		const over = () => {
			clearTimeout(timer);
			window.removeEventListener('online', over);
			signal.removeEventListener('abort', over);
			resolve();
		};
		const timer = setTimeout(over, length);
		window.addEventListener('online', over);
		signal.addEventListener('abort', over);
	});
}
