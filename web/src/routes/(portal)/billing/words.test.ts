import { expect, test } from 'vitest';
import type { InvoiceSummary } from '#lib/api/client.ts';
import { overpaid, standing } from './words.ts';

const PAID = { state: 'paid', settled_on: null, currency: 'USD', over: '' } as InvoiceSummary;

test('an invoice on which more was paid says how much', () =>
	expect(standing({ ...PAID, over: '34.00' }).said).toBe('Paid · $34.00 too much'));

test.each([{}, { over: '0.00' }, { state: 'voided', over: '34.00' }])('no other does: %o', (said) =>
	expect(overpaid({ ...PAID, ...said } as InvoiceSummary)).toBe('')
);
