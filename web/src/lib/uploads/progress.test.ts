import { expect, test } from 'vitest';
import { Problem } from '#lib/api/problem.ts';
import { stands, together, waitsFor } from './progress.ts';
import type { Upload } from './uploads.svelte.ts';

const MB = 1024 ** 2;

const upload = (state: Upload['state'], more: Partial<Upload> = {}): Upload => ({
	id: 'd-1',
	conversation: 'c-1',
	name: 'lease.pdf',
	size: 40 * MB,
	type: '',
	modified: 1,
	there: state === 'there',
	state,
	sent: 12 * MB,
	stalled: false,
	why: undefined,
	...more
});

test.each([
	[upload('sending'), '12 MB of 40 MB'],
	[upload('sending', { stalled: true }), '12 MB of 40 MB · Waiting for the connection'],
	[upload('paused'), '12 MB of 40 MB · Paused'],
	[upload('there'), '40 MB'],
	[upload('interrupted'), 'Choose the file again to go on.'],
	[
		upload('refused', { why: new Problem('file_empty', 422, 'This file is empty.') }),
		'This file is empty.'
	]
])('a file says how it stands', (item, said) => expect(stands(item)).toBe(said));

test.each([
	[[upload('there'), upload('sending'), upload('refused')], '1 of 2 files is there'],
	[[upload('there'), upload('there')], 'All 2 files are there'],
	[[upload('there')], '1 file is there'],
	[[upload('refused')], '']
])('several say how they stand together', (items, said) => expect(together(items)).toBe(said));

test.each([
	[[upload('there'), upload('sending'), upload('paused')], 'Sends when 2 files are there'],
	[[upload('there'), upload('sending')], 'Sends when 1 file is there'],
	[[upload('there')], '']
])('a message says what it waits for', (items, said) => expect(waitsFor(items)).toBe(said));
