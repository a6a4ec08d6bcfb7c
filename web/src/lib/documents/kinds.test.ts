import { expect, test } from 'vitest';
import { kindName, kindOf } from './kinds.ts';

test.each([
	['application/pdf', 'PDF'],
	['image/heic', 'Image'],
	['text/plain', 'Text'],
	['text/csv', 'Spreadsheet'],
	['text/html', 'ZIP file'],
	['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'Word'],
	['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'Spreadsheet'],
	['message/rfc822', 'E-mail'],
	['application/zip', 'ZIP file'],
	['', 'ZIP file']
])('%s is called %s', (type, said) => expect(kindName(kindOf(type), 'a.zip')).toBe(said));

test('what has no ending that says anything is a file', () => {
	expect(kindName('other', 'minutes of 12.11.2026, signed')).toBe('File');
	expect(kindName('other', 'minutes')).toBe('File');
});
