import { beforeEach, expect, test, vi } from 'vitest';
import { landing, rememberWayBack } from './way-back.ts';

beforeEach(() => {
	const kept = new Map<string, string>();
	vi.stubGlobal('sessionStorage', {
		getItem: (name: string) => kept.get(name) ?? null,
		setItem: (name: string, value: string) => kept.set(name, value),
		removeItem: (name: string) => kept.delete(name)
	});
});

test.each([
	['conversation', '/msgs/c-1'],
	['document', '/documents/c-1'],
	['matter', '/matters/c-1']
] as const)('a link to a %s leads to its page', (kind, page) => {
	rememberWayBack({ path: '/account' });
	expect(landing({ kind, id: 'c-1' })).toBe(page);
});

test('a link to everything leads to where the person was, else home', () => {
	expect(landing({ kind: 'matter', id: null })).toBe('/');
	rememberWayBack({ path: '/account' });
	expect(landing({ kind: 'matter', id: null })).toBe('/account');
});
