/** What may stand in an address in the place of a parameter; anything else is no page at all. */

import { defineParams } from '@sveltejs/kit/params';
import { isId } from './lib/ids.ts';

const COUNTED = /^[1-9]\d{0,8}$/;

export const params = defineParams({
	id: (text) => (isId(text) ? text : undefined),
	number: (text) => (COUNTED.test(text) ? text : undefined)
});
