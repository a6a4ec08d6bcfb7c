/** What somebody looks for, as the portal takes it. */

import type { Problem } from './api/problem.ts';

export const LONGEST = 200; // characters

/** Whether there is anything in it that a text could be found by. */
export const asksSomething = (q: string) => /[\p{L}\p{N}]/u.test(q);

/** What to say where the portal does not look for it; empty where something else went wrong. */
export const whyNot = ({ status, extra }: Problem) =>
	status === 422 && extra.field === 'q' ? 'Please search for fewer words: ten at most.' : '';
