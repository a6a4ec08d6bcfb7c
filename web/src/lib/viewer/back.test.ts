import { expect, test } from 'vitest';
import { atPage, atVersion, pageIn, versionIn, wayBack } from './back.ts';

const HERE = 'https://portal.example/documents/d-1?from=conversation';

const back = (search: string, conversation?: string | null) =>
	wayBack(new URLSearchParams(search), conversation);
const FORM = '0b6f2c1e-5d3a-4c7b-9f10-2a3b4c5d6e7f';

test('opened by a link, it leads back to its conversation, or to the documents', () => {
	expect(back('from=conversation', 'c-1')).toBe('/msgs/c-1');
	expect(back('from=conversation', null)).toBe('/documents');
	expect(back('', 'c-1')).toBe('/documents');
	expect(back('from=//evil.example')).toBe('/documents');
});

test('as the answer to a form, it leads back to the form, or to what was sent of it', () => {
	expect(back(`from=form&form=${FORM}`, 'c-1')).toBe(`/documents/forms/${FORM}`);
	expect(back(`from=form&form=${FORM}&sent=2`)).toBe(`/documents/forms/${FORM}/sent/2`);
	expect(back(`from=form&form=${FORM}&sent=../..`)).toBe(`/documents/forms/${FORM}`);
	expect(back('from=form&form=../../billing')).toBe('/documents');
	expect(back('from=form')).toBe('/documents');
});

test('the address names the page, and keeps what else it says', () => {
	expect(atPage(HERE, 7)).toBe('/documents/d-1?from=conversation&page=7');
	expect(atPage(`${HERE}&page=7`, 9)).toBe('/documents/d-1?from=conversation&page=9');
	expect(atPage(`${HERE}&page=7`, 1)).toBe('/documents/d-1?from=conversation');
});

test('another version is asked for at a place of its own, and the newest without a number', () => {
	const earlier = atVersion(`${HERE}&page=7`, 2, { page: 3, comment: 'c-1' });
	expect(earlier).toBe('/documents/d-1?from=conversation&page=3&comment=c-1&version=2');
	expect(versionIn(`https://portal.example${earlier}`)).toBe(2);
	const newest = atVersion(`https://portal.example${earlier}`, undefined, { page: 1 });
	expect(newest).toBe('/documents/d-1?from=conversation');
	expect(versionIn(HERE)).toBeUndefined();
	expect(versionIn(`${HERE}&version=../1`)).toBeUndefined();
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
