/** Saving on the device, under the name that the answer brings. It is on record that it was asked for. */

import type { Bytes } from './bytes.ts';

/** The page stays where it is. Throws `Problem`. */
export async function save(bytes: Bytes): Promise<void> {
	location.assign(await bytes.address('download'));
}
