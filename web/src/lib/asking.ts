/** What somebody looks for, as the portal takes it. */

export const LONGEST = 200; // characters

/** Whether there is anything in it that a text could be found by. */
export const asksSomething = (q: string) => /[\p{L}\p{N}]/u.test(q);
