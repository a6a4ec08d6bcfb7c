/** What may be sent, said before anything is. */

import type { UploadLimits } from '#lib/api/client.ts';
import { Problem } from '#lib/api/problem.ts';
import { ending } from '#lib/documents/names.ts';
import { inBytes } from '#lib/format.ts';

/** Why this file cannot be sent, if it cannot. */
export function refusal(
	{ name, size }: Pick<File, 'name' | 'size'>,
	limits: UploadLimits
): Problem | undefined {
	if (size === 0) return new Problem('file_empty', 422, 'This file is empty.');
	if (size > limits.max_bytes) {
		const most = inBytes(limits.max_bytes);
		const said = `Too large: a file may have up to ${most}.`;
		return new Problem('file_too_large', 422, said, { most });
	}
	if (limits.refused_endings.includes(ending(name))) {
		return new Problem('file_program', 422, 'Programs cannot be sent.');
	}
}

/** The limits in words. */
export const inWords = ({ max_bytes, max_unsent_bytes }: UploadLimits) =>
	`Up to ${inBytes(max_bytes)} each and ${inBytes(max_unsent_bytes)} at a time, of any kind but programs.`;
