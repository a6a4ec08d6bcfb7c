/** How an invoice stands, in words: what is owed, by when, and since when it is late. */

import type { InvoiceSummary } from '#lib/api/client.ts';
import { dueBy, type Standing } from '#lib/due.ts';
import { byDay, daysUntil, inMoney } from '#lib/format.ts';

/** When it is due, or when it was paid; `late`: that is over. */
export function standing(invoice: InvoiceSummary): Standing {
	const { state, due_on, settled_on } = invoice;
	if (state === 'voided') return { said: 'Voided by the firm', late: false };
	if (state === 'paid') {
		const paid = `Paid ${settled_on ? onPastDay(settled_on) : ''}`.trim();
		const over = overpaid(invoice);
		return {
			said: over ? `${paid} · ${inMoney(over, invoice.currency)} too much` : paid,
			late: false
		};
	}
	return dueBy(due_on);
}

/** How far what came in exceeds a paid invoice; empty where it does not. */
export const overpaid = ({ state, over }: InvoiceSummary) =>
	state === 'paid' && Number(over) > 0 ? over : '';

/** What is left of it where a part was paid, as in `of $966.00`. */
export function ofWhole(invoice: InvoiceSummary): string {
	const { state, outstanding, total, currency } = invoice;
	return state === 'outstanding' && outstanding !== total ? `of ${inMoney(total, currency)}` : '';
}

/** What stands at its end in a list. */
export const amount = ({ state, outstanding, total, currency }: InvoiceSummary) =>
	inMoney(state === 'outstanding' ? outstanding : total, currency);

/** The words by which one finds it again. */
export const named = ({ number }: { number: string }) => (number ? `Invoice ${number}` : 'Invoice');

// The firm's day may have begun before the reader's.
const onPastDay = (date: string) => (daysUntil(date) > 0 ? 'today' : byDay(date));
