/** What a browser may fill in by itself (HTML, autofill; WCAG 1.3.5). Only what is asked once can be
 *  about whoever answers; rows are about others. */

import type { FullAutoFill } from 'svelte/elements';
import type { Question } from './model.ts';

const BY_ID: Record<string, FullAutoFill> = {
	name: 'name',
	full_name: 'name',
	first_name: 'given-name',
	given_name: 'given-name',
	middle_name: 'additional-name',
	last_name: 'family-name',
	family_name: 'family-name',
	birth_date: 'bday',
	date_of_birth: 'bday',
	employer: 'organization',
	job_title: 'organization-title',
	occupation: 'organization-title'
};

export function purposeOf({ kind, id }: Question, path: string): FullAutoFill {
	if (path.includes('/')) return 'off';
	if (kind === 'email') return 'email';
	if (kind === 'phone') return 'tel';
	return BY_ID[id] ?? 'off';
}

export const OF_ADDRESS: Record<string, FullAutoFill> = {
	street: 'address-line1',
	more: 'address-line2',
	city: 'address-level2',
	region: 'address-level1',
	postal_code: 'postal-code',
	country: 'country-name'
};
