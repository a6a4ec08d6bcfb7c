/** Where a person was when they had to sign in again, kept for this tab only. */

import type { SignIn } from '#lib/api/client.ts';
import { inTab } from '#lib/kept.ts';
import { placeOf } from '#lib/places.ts';
import type { Sender } from '#lib/ui/Sheet.svelte';

const NAME = 'redwell.way-back';

export interface WayBack {
	path: string;
	firm?: Sender;
	/** Whose page it was. */
	account?: string;
}

export function rememberWayBack(way: WayBack): void {
	inTab.keep(NAME, JSON.stringify(way));
}

export function wayBack(): WayBack | undefined {
	return inTab.read<WayBack>(NAME);
}

export function forgetWayBack(): void {
	inTab.forget(NAME);
}

/** The page where the person was going, else home; asked for once. */
export function takeWayBack(): string {
	const path = wayBack()?.path ?? '/';
	forgetWayBack();
	return path;
}

/** The page to land on: what the link leads to, else where the person was, else home. */
export function landing(target: SignIn['target']): string {
	return placeOf(target.kind, target.id) ?? wayBack()?.path ?? '/';
}
