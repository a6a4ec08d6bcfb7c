/** Where each kind of thing has its pages: one table for links in e-mails, for To Do, for whatever
 *  names a thing. A kind without a line has no page yet. */

import type { SignIn } from '#lib/api/client.ts';

export type Kind = SignIn['target']['kind'];

const PLACES: Partial<Record<Kind, string>> = {
	conversation: '/msgs',
	document: '/documents',
	task: '/tasks',
	appointment: '/events',
	form: '/documents/forms',
	invoice: '/billing',
	trust_request: '/billing/trust',
	matter: '/matters'
};

/** A fact of a thing: its matter, which leads to where that stands. */
export function matterOf(thing: { matter_id: string; matter_title: string } | undefined) {
	return thing && { text: thing.matter_title, href: `${PLACES.matter}/${thing.matter_id}` };
}

/** The page of this very thing; undefined where it has none. */
export function placeOf(kind: Kind, id: string | null | undefined): string | undefined {
	const place = PLACES[kind];
	return place && id ? `${place}/${id}` : undefined;
}
