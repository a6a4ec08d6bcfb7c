import { expect, test } from 'vitest';
import { inWords, refusal } from './limits.ts';

const LIMITS = {
	max_bytes: 5 * 1024 ** 3,
	max_unsent_bytes: 25 * 1024 ** 3,
	max_unsent_files: 300,
	part_size: 8 * 1024 ** 2,
	refused_endings: ['exe', 'js']
};
const why = (name: string, size = 1) => refusal({ name, size }, LIMITS)?.message ?? '';

test('what may be sent is said in words', () => {
	expect(inWords(LIMITS)).toBe('Up to 5 GB each and 25 GB at a time, of any kind but programs.');
});

test.each([
	['lease.pdf', 5 * 1024 ** 3, ''],
	['lease.pdf', 5 * 1024 ** 3 + 1, 'Too large: a file may have up to 5 GB.'],
	['lease.pdf', 0, 'This file is empty.']
])('%s of %i bytes: %j', (name, size, said) => expect(why(name, size)).toBe(said));

test.each(['setup.exe', 'SETUP.EXE', 'lease.pdf.exe', 'setup.exe. ', 'setup.exe:lease.pdf'])(
	'%s is a program',
	(name) => expect(why(name)).toBe('Programs cannot be sent.')
);

test.each(['lease.pdf', 'exe', 'js.txt', 'a.executive'])('%s is none', (name) =>
	expect(why(name)).toBe('')
);
