/** What people and firms wrote, where it stands in a text of ours that is not markup. */

const RIGHT_TO_LEFT =
	/[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const BREAKS = /\r\n|[\r\n\v\f\u0085\u2028\u2029]/g;

const FIRST_STRONG_ISOLATE = '\u2068';
const POP_DIRECTIONAL_ISOLATE = '\u2069';

/** For titles, attributes and announcements: turns nothing around it (UAX #9, 2.4). */
export function isolated(text: string): string {
	const words = text.replace(MARKS, '');
	if (!RIGHT_TO_LEFT.test(words)) return words;
	return FIRST_STRONG_ISOLATE + words + POP_DIRECTIONAL_ISOLATE;
}

/** All that starts a new line (UAX #14, BK, CR, LF, NL) as the one that browsers know. */
export const withLineBreaks = (text: string) => text.replace(BREAKS, '\n');
