import { expect, test } from 'vitest';
import { contactParts, messageParts } from './links.ts';

const hrefs = (parts: { href?: string }[]) => parts.flatMap(({ href }) => href ?? []);

test('a web address in a message can be followed, and the words around it stay as they are', () => {
	expect(messageParts('See https://firm.test/a?b=1 today.')).toEqual([
		{ text: 'See ' },
		{ text: 'https://firm.test/a?b=1', href: 'https://firm.test/a?b=1' },
		{ text: ' today.' }
	]);
});

test.each([
	['(https://firm.test/a)', 'https://firm.test/a'],
	['"https://firm.test/a"', 'https://firm.test/a'],
	['https://firm.test/a?!', 'https://firm.test/a'],
	['HTTP://firm.test', 'HTTP://firm.test'],
	['“https://firm.test/a”…', 'https://firm.test/a'],
	['**https://firm.test/a;', 'https://firm.test/a'],
	['«https://firm.test/a»', 'https://firm.test/a']
])('what only ends the sentence is no part of the address: %s', (text, address) => {
	expect(hrefs(messageParts(text))).toEqual([address]);
});

test.each([
	['https://firm.test/Lease_(law)', 'https://firm.test/Lease_(law)'],
	['(see https://firm.test/Lease_(law))', 'https://firm.test/Lease_(law)'],
	['(see https://firm.test/Lease_(law).)', 'https://firm.test/Lease_(law)'],
	['https://firm.test/a?x[]=1&y=(2)', 'https://firm.test/a?x[]=1&y=(2)'],
	['[https://firm.test/a]', 'https://firm.test/a'],
	['https://firm.test/a)b', 'https://firm.test/a']
])('brackets belong to an address in pairs: %s', (text, address) => {
	expect(hrefs(messageParts(text))).toEqual([address]);
});

test.each([
	['（https://firm.test/a）をご覧', 'https://firm.test/a'],
	['「https://firm.test/a」を', 'https://firm.test/a'],
	['『https://firm.test/a』', 'https://firm.test/a'],
	['【https://firm.test/a】', 'https://firm.test/a'],
	['《https://firm.test/a》', 'https://firm.test/a'],
	['请看https://firm.test/a。谢谢', 'https://firm.test/a'],
	['https://firm.test/a、次に', 'https://firm.test/a'],
	['https://firm.test/a，然后', 'https://firm.test/a'],
	['https://firm.test/a！', 'https://firm.test/a'],
	['https://firm.test/a？', 'https://firm.test/a'],
	['https://firm.test/a؟', 'https://firm.test/a'],
	['https://firm.test/a،ثم', 'https://firm.test/a'],
	['https://firm.test/a।', 'https://firm.test/a'],
	['https://firm.test/Büro', 'https://firm.test/Büro'],
	['https://ja.firm.test/日本', 'https://ja.firm.test/日本']
])('an address ends where the sentence does, in any script: %s', (text, address) => {
	expect(hrefs(messageParts(text))).toEqual([address]);
});

test.each([
	...'\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff'
])('a mark that nobody sees is no part of an address: %j', (mark) => {
	const text = `ראו ${mark}https://firm.test/a${mark} ${mark}desk@firm.test${mark} ${mark}+1 212 555 0142${mark}`;
	expect(hrefs(messageParts(text))).toEqual(['https://firm.test/a']);
	expect(hrefs(contactParts(text))).toEqual([
		'https://firm.test/a',
		'mailto:desk@firm.test',
		'tel:+12125550142'
	]);
	expect(
		messageParts(text)
			.map((part) => part.text)
			.join('')
	).toBe(text);
});

test.each([
	'javascript:alert(1)',
	'data:text/html,x',
	'file:///etc/passwd',
	'ftp://firm.test/a',
	'//firm.test',
	'mailto:desk@firm.test',
	'desk@firm.test',
	'firm.test',
	''
])('nothing else in a message can be followed: %s', (text) => {
	expect(hrefs(messageParts(text))).toEqual([]);
	expect(
		messageParts(text)
			.map((part) => part.text)
			.join('')
	).toBe(text);
});

test.each(['https://bank.example@firm.test/a', 'https://bank.example:443@firm.test'])(
	'a link leads where its words say: %s',
	(text) => {
		const [link] = messageParts(text).filter(({ href }) => href);
		expect(link?.href).toBe(link?.text);
		expect(link?.text).not.toContain('@');
	}
);

test('in a contact one can also follow a mail address and a telephone number', () => {
	const contact = '+1 (212) 555-0142, desk@firm.test, https://firm.test';
	expect(hrefs(contactParts(contact))).toEqual([
		'tel:+12125550142',
		'mailto:desk@firm.test',
		'https://firm.test'
	]);
	expect(hrefs(messageParts(contact))).toEqual(['https://firm.test']);
});

test('a short number in a contact is no telephone number', () => {
	expect(hrefs(contactParts('Room 12, 4th floor'))).toEqual([]);
});
