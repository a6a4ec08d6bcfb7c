import type { Attachment } from 'svelte/attachments';

const AHEAD = '800px';

/** Runs it when the element comes near to what is seen, such as the end of a list. */
export const whenNear =
	(run: () => void): Attachment =>
	(element) => {
		const watch = new IntersectionObserver(
			(seen) => seen.some(({ isIntersecting }) => isIntersecting) && run(),
			{ rootMargin: AHEAD }
		);
		watch.observe(element);
		return () => watch.disconnect();
	};
