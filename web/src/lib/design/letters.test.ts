/** Lines grow with the letters that a reader has set for all pages. */

import { expect, test } from 'vitest';
import { named, read } from '../testing/source.ts';

const FIXED =
	/line-height:\s*[\d.]+px|font:[^;]*\/\s*[\d.]+px|font-size:\s*[\d.]+px|font:[^;]*\b[\d.]+px/;

test.each([...named('.svelte'), ...named('.css')])('%s gives no text a height in px', (file) => {
	expect(read(file)).not.toMatch(FIXED);
});
