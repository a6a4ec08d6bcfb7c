/** The firms of whoever is signed in, and the one that the address of the page names. */

import type { FirmCard, Session } from '#lib/api/client.ts';

/** Each firm once, in the order of the session. */
export function firmsOf({ persons }: Session): FirmCard[] {
	return [...new Map(persons.map(({ firm }) => [firm.id, firm])).values()];
}

/** The firm in the address; none stands for all, and so does one that is not theirs. */
export function firmIn(asked: string | null, firms: FirmCard[]): FirmCard | undefined {
	if (firms.length < 2) return undefined;
	return firms.find(({ id }) => id === asked);
}

/** The end of an address that names this firm. */
export const withFirm = (id?: string) => (id ? `?firm=${encodeURIComponent(id)}` : '');
