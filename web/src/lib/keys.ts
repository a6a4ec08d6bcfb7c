/** Keys as the person means them. */

const COMPOSING = 229; // what Safari gives instead of `isComposing` (UI Events, legacy key codes)

/** Whether this key was pressed for itself, and not to choose or leave a word that an input method
 *  (Japanese, Chinese, Korean) is still composing. */
export const isPressed = (key: string, event: KeyboardEvent) =>
	event.key === key && !event.isComposing && event.keyCode !== COMPOSING;
