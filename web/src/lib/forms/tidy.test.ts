import { expect, test } from 'vitest';
import type { Question } from './model.ts';
import { tidied } from './tidy.ts';

const asked = (kind: string) => ({ kind, id: 'q', label: {} }) as unknown as Question;

test.each([
	['money', '4,200.5', '4200.50'],
	['money', '$ 1200', '1200.00'],
	['money', '1.200,50', '1200.50'],
	['money', '12,5', '12.50'],
	['money', '1,200', '1200.00'],
	['money', '007', '7.00'],
	['money', '1.200', '1.200'],
	['money', 'about 300', 'about 300'],
	['money', '-5', '-5'],
	['percent', '12.5 %', '12.5'],
	['number', '+3', '3'],
	['number', '-1,000', '-1000'],
	['number', 'none', 'none'],
	['date', '1985-4-3', '1985-04-03'],
	['date', '85-4-3', '85-4-3'],
	['email', ' ana@example.com ', 'ana@example.com']
])('%s: %s is kept as %s', (kind, typed, kept) => expect(tidied(asked(kind), typed)).toBe(kept));

test('each part is put in its form', () => {
	expect(tidied(asked('date_range'), { from: '2020-1-2' })).toEqual({ from: '2020-01-02' });
	expect(tidied(asked('person'), { name: ' Ana ' })).toEqual({ name: 'Ana' });
});
