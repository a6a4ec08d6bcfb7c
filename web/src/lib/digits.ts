/** Digits as people type them, on whatever keyboard they have. */

const DIGIT = /\p{Nd}/u;

/** The digits in a text, of any script, as 0 to 9; nothing else of it. */
export function digitsIn(text: string): string {
	return (text.normalize('NFKC').match(/\p{Nd}/gu) ?? []).map(valueOf).join('');
}

/** The ten digits of a script stand in a row, from zero on (The Unicode Standard, 4.6). */
function valueOf(digit: string): number {
	const here = digit.codePointAt(0)!;
	let zero = here;
	while (DIGIT.test(String.fromCodePoint(zero - 1))) zero -= 1;
	return (here - zero) % 10;
}
