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

test('a draft of files alone is kept, too, and one from before there were files has none', () => {
	const drafts = new Drafts('ana');
	drafts.keep('c-1', { ...drafts.of('c-1'), files: ['d-1'] });
	expect(drafts.of('c-1').files).toEqual(['d-1']);
	stored[drafts.nameOf('c-2')] = '{"id":"m-1","text":"Dear Nora"}';
	expect(drafts.of('c-2')).toEqual({ id: 'm-1', text: 'Dear Nora', files: [] });
});
