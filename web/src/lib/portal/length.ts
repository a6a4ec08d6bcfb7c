/** How long one message may be, counted as the portal counts it: in Unicode code points. */

export const LONGEST = 20_000;

const lone = /\p{Surrogate}/gu;

/** How many more fit; less than 0 when it is too long. */
export const left = (text: string) => LONGEST - [...written(text)].length;

/** What is sent of what was typed. Half of a character, which no text can hold, is shown as one. */
export const written = (text: string) => text.trim().replace(lone, '\u{fffd}');
