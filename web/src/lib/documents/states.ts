/** How a document stands, in words; empty where nothing needs to be said. */

import type { Attachment } from '#lib/api/client.ts';

type State = Attachment['state'] | 'uploading';

export function standing(state: State, why = ''): string {
	switch (state) {
		case 'checking':
			return 'Being checked';
		case 'refused':
			return why || 'Refused';
		case 'revoked':
			return 'Taken back';
		case 'uploading':
			return 'On its way';
		default:
			return '';
	}
}

/** Whether there is something to open, or will be. */
export const opens = (state: State) => state === 'ready' || state === 'checking';
