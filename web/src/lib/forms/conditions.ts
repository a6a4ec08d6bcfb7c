// When something is asked; contracts/forms/conditions.py says the same.

import type { Condition, Given } from './model.ts';

export function holds(condition: Condition | null | undefined, given: Given): boolean {
	if (!condition) return true;
	switch (condition.op) {
		case 'all':
			return condition.of.every((part) => holds(part, given));
		case 'any':
			return condition.of.some((part) => holds(part, given));
		case 'not':
			return !holds(condition.of, given);
		default:
			return given.has(condition.question) && isTrueOf(given.get(condition.question), condition);
	}
}

function isTrueOf(value: unknown, leaf: Condition): boolean {
	switch (leaf.op) {
		case 'is':
			return value === leaf.value;
		case 'is_not':
			return value !== leaf.value;
		case 'in':
			return leaf.values.some((each) => each === value);
		case 'contains':
			return Array.isArray(value) && value.includes(leaf.value);
		case 'above':
			return ordered(value as string) > ordered(leaf.value);
		case 'below':
			return ordered(value as string) < ordered(leaf.value);
		default:
			return true;
	}
}

/** A number, a sum or a date (`2026-11-27`) as a whole number of the same order. */
export function ordered(value: string): bigint {
	if (value.length === 10 && value[4] === '-') return BigInt(value.replaceAll('-', ''));
	const [whole = '', part = ''] = value.split('.');
	return BigInt(whole + part.padEnd(6, '0'));
}
