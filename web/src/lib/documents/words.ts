/** What a list says of a document. */

import type { DocumentSummary } from '#lib/api/client.ts';

/** Whether it waits for the person to open it. */
export const isNew = ({ mine, opened, state }: DocumentSummary) =>
	!mine && !opened && state !== 'refused';
