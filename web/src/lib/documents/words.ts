/** What a list says of a document. */

import type { DocumentSummary } from '#lib/api/client.ts';

/** Empty for the first one: most have no other. */
export const versionName = (version: number): string => (version > 1 ? `Version ${version}` : '');

/** Whether it waits for the person to open it. */
export const isNew = ({ mine, opened, state }: DocumentSummary) =>
	!mine && !opened && state !== 'refused';
