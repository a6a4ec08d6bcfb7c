import { expect, test } from 'vitest';
import { find, fold } from './folded.ts';

const found = (query: string, text: string) =>
	find(query, fold(text)).map(({ from, to }) => text.slice(from, to));

test.each([
	['lease', 'The Lease. LEASE!', ['Lease', 'LEASE']],
	['muller', 'Frau Müller', ['Müller']],
	['Müller', 'Frau Muller', ['Muller']],
	['office', 'Oﬃce', ['Oﬃce']],
	['security deposit', 'the security\ndeposit of', ['security\ndeposit']],
	['document', 'this docu-\nment is', ['docu-\nment']],
	['coöperate', 'soft co\u00adöperate', ['co\u00adöperate']],
	['aa', 'aaaa', ['aa', 'aa']],
	['😀 b', 'a 😀  b', ['😀  b']],
	['  ', 'a  b', []],
	['z', 'abc', []]
])('%j in %j', (query, text, there) => expect(found(query, text)).toEqual(there));
