import { expect, test } from 'vitest';
import { inTwo } from './names.ts';

test.each([
	['lease.pdf', ['lease', '.pdf']],
	['lease.pdf.exe', ['lease.pdf', '.exe']],
	['lease', ['lease', '']],
	['.profile', ['.profile', '']],
	['Dr. Okafor and the others', ['Dr. Okafor and the others', '']],
	['invoice\u202efdp.exe', ['invoicefdp', '.exe']],
	['חוזה.pdf', ['חוזה', '.pdf']],
	['a\u0000b\n.pdf', ['ab', '.pdf']]
])('%j is shown as %j', (name, shown) => expect(inTwo(name)).toEqual(shown));
