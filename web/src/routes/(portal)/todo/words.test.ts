import { expect, test } from 'vitest';
import { clock } from '#lib/clock.svelte.ts';
import type { TodoItem } from '#lib/api/client.ts';
import { owed, what, when } from './words.ts';

const ITEM: TodoItem = {
	about: { kind: 'appointment', id: '00000000-0000-0000-0000-000000000000' },
	matter_id: '00000000-0000-0000-0000-000000000000',
	matter_title: '',
	firm_id: 'calder',
	firm_name: '',
	title: 'Hearing',
	author: '',
	due: null,
	starts_at: null,
	time_zone: '',
	amount: '',
	currency: '',
	since: '2026-11-01T12:00:00Z',
	ended_at: null
};

test('an appointment that takes days is told without a time, on its day', () => {
	clock.zone = 'America/Los_Angeles';
	const said = when({ ...ITEM, due: '2031-12-21' }, 'open').said;
	expect(said).toContain('Dec 21');
	expect(said).not.toContain(' at ');
	expect(when({ ...ITEM, starts_at: '2031-12-21T18:00:00Z' }, 'open').said).toContain(' at ');
});

test.each(['invoice', 'trust_request'] as const)(
	'of what is to be paid the title says what it is: %s',
	(kind) => {
		const item = { ...ITEM, about: { ...ITEM.about, kind } };
		expect([what(item, 'open'), what(item, 'done')]).toEqual(['To pay', '']);
	}
);

test('what was paid says no more what is owed', () => {
	const invoice: TodoItem = {
		...ITEM,
		about: { ...ITEM.about, kind: 'invoice' },
		amount: '12.00',
		currency: 'USD'
	};
	expect(owed(invoice, 'open')).toBe('$12.00');
	expect(owed(invoice, 'done')).toBeFalsy();
});
