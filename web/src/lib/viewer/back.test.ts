import { expect, test } from 'vitest';
import { atPage, pageIn, wayBack } from './back.ts';

const HERE = 'https://portal.example/documents/d-1?from=conversation';

test('opened by a link, it leads back to its conversation, or to the documents', () => {
	expect(wayBack('conversation', 'c-1')).toBe('/msgs/c-1');
	expect(wayBack('conversation', null)).toBe('/documents');
	expect(wayBack(null, 'c-1')).toBe('/documents');
	expect(wayBack('//evil.example', undefined)).toBe('/documents');
});

test('the address names the page, and keeps what else it says', () => {
	expect(atPage(HERE, 7)).toBe('/documents/d-1?from=conversation&page=7');
	expect(atPage(`${HERE}&page=7`, 9)).toBe('/documents/d-1?from=conversation&page=9');
	expect(atPage(`${HERE}&page=7`, 1)).toBe('/documents/d-1?from=conversation');
});

test.each([
	['7', 7],
	['', 1],
	['0', 1],
	['-3', 1],
	['1.5', 1],
	['a', 1],
	['1e99', 1]
])('page=%s is page %i', (given, page) => expect(pageIn(`${HERE}&page=${given}`)).toBe(page));
