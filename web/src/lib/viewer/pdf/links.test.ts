import { expect, test } from 'vitest';
import { leads } from './links.ts';

test('a link leads into the document, or by http and https out of it', () => {
	expect(leads({ subtype: 'Link', dest: 'chapter-2' })).toEqual({ destination: 'chapter-2' });
	const { url } = leads({ subtype: 'Link', url: 'https://court.example/forms?a=1' })!;
	expect(url!.href).toBe('https://court.example/forms?a=1');
});

test.each([
	['a script', { subtype: 'Link', url: 'javascript:alert(1)' }],
	['a file', { subtype: 'Link', url: 'file:///etc/passwd' }],
	['data', { subtype: 'Link', url: 'data:text/html,x' }],
	['a mail', { subtype: 'Link', url: 'mailto:a@example.com' }],
	['no address', { subtype: 'Link', url: 'https://' }],
	['nothing', { subtype: 'Link' }],
	['no link', { subtype: 'Widget', url: 'https://court.example' }]
])('%s leads nowhere', (_, told) => expect(leads(told)).toBeUndefined());
