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
	['HTTP://firm.test', 'HTTP://firm.test']
])('what only ends the sentence is no part of the address: %s', (text, address) => {
	expect(hrefs(messageParts(text))).toEqual([address]);
});

test.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'firm.test', ''])(
	'nothing else in a message can be followed: %s',
	(text) => {
		expect(hrefs(messageParts(text))).toEqual([]);
		expect(
			messageParts(text)
				.map((part) => part.text)
				.join('')
		).toBe(text);
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
