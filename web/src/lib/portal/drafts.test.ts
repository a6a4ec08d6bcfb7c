import { beforeEach, expect, test, vi } from 'vitest';
import { Drafts } from './drafts.ts';

let stored: Record<string, string>;

beforeEach(() => {
	stored = {};
	vi.stubGlobal('localStorage', {
		getItem: (name: string) => stored[name] ?? null,
		setItem: (name: string, value: string) => (stored[name] = value),
		removeItem: (name: string) => delete stored[name]
	});
});

test('a draft is the same in every tab, with the id that its message will have', () => {
	const [one, other] = [new Drafts('ana'), new Drafts('ana')];
	const begun = { ...one.of('c-1'), text: 'Dear Nora' };
	one.keep('c-1', begun);
	expect(other.of('c-1')).toEqual(begun);
	expect(other.of('c-2').text).toBe('');
});

test('sent in one tab it is gone in the other, where a new one begins', () => {
	const [one, other] = [new Drafts('ana'), new Drafts('ana')];
	const begun = { ...one.of('c-1'), text: 'Dear Nora' };
	one.keep('c-1', begun);
	one.keep('c-1', { ...begun, text: '' });
	expect(stored).toEqual({});
	expect(other.of('c-1').text).toBe('');
	expect(other.of('c-1').id).not.toBe(begun.id);
});
