/** What is fetched again while it is being fetched. */

import { onDestroy } from 'svelte';

/** Runs it; calls that come while one runs end in one more run, however many they are. */
export function onceMore(run: () => Promise<void>): () => Promise<void> {
	let running: Promise<void> | undefined;
	let again = false;

	return function call(): Promise<void> {
		if (running) again = true;
		running ??= run().finally(() => {
			running = undefined;
			if (!again) return;
			again = false;
			void call();
		});
		return running;
	};
}

/** The same for what a component shows: where it has gone meanwhile nothing runs once more. */
export function onceMoreHere(run: () => Promise<void>): () => Promise<void> {
	let gone = false;
	onDestroy(() => (gone = true));
	return onceMore(async () => {
		if (!gone) await run();
	});
}
