/** Names of files, which are shown everywhere and trusted nowhere. */

const UNSEEN = /[\p{Cc}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;
const LONGEST_ENDING = 12;

/** The last ending, small and without its dot, as Windows reads it: `exe` of `a.pdf.EXE. `. */
export function ending(name: string): string {
	const bare = name.split(':')[0]!.replace(/[. ]+$/, '');
	return bare.includes('.') ? bare.split('.').pop()!.toLowerCase() : '';
}

/** A name and its ending, apart, so that the ending is seen however long the name is; without the marks
 *  that turn text around, by which `fdp.exe` can look like `exe.pdf`. */
export function inTwo(name: string): [stem: string, end: string] {
	const shown = name.replace(UNSEEN, '');
	const at = shown.lastIndexOf('.');
	if (at <= 0 || shown.length - at > LONGEST_ENDING) return [shown, ''];
	return [shown.slice(0, at), shown.slice(at)];
}
