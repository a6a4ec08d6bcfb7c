import { expect, test } from 'vitest';
import { clock } from '#lib/clock.svelte.ts';
import { grouped } from './groups.ts';

const NOW = new Date('2026-11-16T23:30:00Z');

const named = (due: string | null, starts_at: string | null = null) =>
	grouped([{ due, starts_at }], NOW).map(({ heading }) => heading);

test.each([
	['2026-11-03', 'Today'],
	['2026-11-16', 'Today'],
	['2026-11-17', 'This week'],
	['2026-11-22', 'This week'],
	['2026-11-23', 'Later'],
	['2027-11-16', 'Later'],
	[null, 'No date']
])('what is due on %s stands under %s', (due, group) => {
	clock.zone = 'UTC';
	expect(named(due)).toEqual([group]);
});

test('a day begins where the reader is', () => {
	clock.zone = 'Asia/Tokyo'; // it is the 17th there
	expect(named('2026-11-17')).toEqual(['Today']);
	expect(named(null, '2026-11-17T14:59:00Z')).toEqual(['Today']);
	expect(named(null, '2026-11-17T15:00:00Z')).toEqual(['This week']);
});

test('each group keeps the order in which its items came, and none is empty', () => {
	clock.zone = 'UTC';
	const [late, today, none] = ['2026-11-03', '2026-11-16', null].map((due, id) => ({
		id,
		due,
		starts_at: null
	}));
	expect(grouped([late!, none!, today!], NOW)).toEqual([
		{ heading: 'Today', items: [late, today] },
		{ heading: 'No date', items: [none] }
	]);
});
