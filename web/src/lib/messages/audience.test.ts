import { expect, test } from 'vitest';
import type { AudienceChange } from '#lib/api/client.ts';
import { happened, readsFrom, readsNow } from './audience.ts';

const change = (own: Partial<AudienceChange>): AudienceChange => ({
	number: 1,
	at: '2026-11-16T15:12:00Z',
	step: 'joined',
	person_id: 'lena',
	name: 'Dr. Lena Brandt',
	kind: 'third_party',
	role: 'Expert',
	reason: '',
	from_date: '2026-11-16T15:12:00Z',
	...own
});

test('what happened is said with the role', () => {
	expect(happened(change({}))).toBe('joined as Expert');
	expect(happened(change({ step: 'changed' }))).toBe('now takes part as Expert');
	expect(happened(change({ step: 'left' }))).toBe('(Expert) no longer takes part');
});

test('from when on somebody reads is said where it is not when they came', () => {
	expect(readsFrom(change({}))).toBe('');
	const since = readsFrom(change({ from_date: '2026-11-02T14:00:00Z' }));
	expect(since).toMatch(/^Reads what was written since Monday, November 2, 2026 at 9:00/);
});

test('a sender is told who reads this since when', () => {
	const now = new Date('2026-11-16T16:00:00Z');
	expect(readsNow(change({}), now)).toMatch(/^\(Expert\) can read this too since 10:12/);
	expect(readsNow(change({ at: '2026-11-14T15:12:00Z' }), now)).toContain('November 14');
	expect(readsNow(change({ step: 'left' }), now)).toBe('(Expert) no longer reads this.');
});
