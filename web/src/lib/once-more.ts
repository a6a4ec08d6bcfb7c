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
