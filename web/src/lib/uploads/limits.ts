/** What may be sent, said before anything is. */

import type { UploadLimits } from '#lib/api/client.ts';
import { ending } from '#lib/documents/names.ts';
import { inBytes } from '#lib/format.ts';

/** Why this file cannot be sent; empty where it can. */
export function refusal({ name, size }: Pick<File, 'name' | 'size'>, limits: UploadLimits): string {
	if (size === 0) return 'This file is empty.';
	if (size > limits.max_bytes) {
		return `Too large: a file may have up to ${inBytes(limits.max_bytes)}.`;
	}
	if (limits.refused_endings.includes(ending(name))) return 'Programs cannot be sent.';
	return '';
}

/** The limits in words. */
export const inWords = ({ max_bytes, max_unsent_bytes }: UploadLimits) =>
	`Up to ${inBytes(max_bytes)} each and ${inBytes(max_unsent_bytes)} at a time, of any kind but programs.`;
