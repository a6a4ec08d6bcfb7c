/** Keeps the keyboard's place on the page when what was pressed has gone. */

import { tick } from 'svelte';

/** Goes on from the element with this id, unless something else has the focus. */
export async function goOnFrom(id: string): Promise<void> {
	await tick();
	if (document.activeElement && document.activeElement !== document.body) return;
	document.getElementById(id)?.focus();
}
