/** Scrolls an element of a page that may have been left since it was asked for. */
export const scrollDown = (element: HTMLElement | null | undefined, top: number): void => {
	if (element) element.scrollTop = top;
};
