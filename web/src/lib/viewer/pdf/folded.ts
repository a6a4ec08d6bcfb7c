/** Text as one looks for it: capitals, accents, kinds of spaces and broken lines make no difference. */

export interface Folded {
	text: string;
	/** Of each of its characters: where it stood before. */
	from: number[];
}

/** A stretch of the text as it stands: from one character to before another. */
export interface Stretch {
	from: number;
	to: number;
}

const MARK = /\p{M}/gu;
// A word that goes on in the next line, or what is not seen at all.
const UNSEEN = /[-\u00ad\u2010]\n|[\u00ad\u200b-\u200f\u2060\ufeff]/uy;
const SPACES = /\s+/uy;

export function fold(text: string): Folded {
	const from: number[] = [];
	let folded = '';
	for (let at = 0; at < text.length;) {
		const [unseen] = matched(UNSEEN, text, at);
		const [spaces] = unseen ? [''] : matched(SPACES, text, at);
		const taken = unseen || spaces || String.fromCodePoint(text.codePointAt(at)!);
		const put = unseen ? '' : spaces ? ' ' : plain(taken);
		for (let each = 0; each < put.length; each++) from.push(at);
		folded += put;
		at += taken.length;
	}
	return { text: folded, from };
}

/** Every place where it stands, in order. */
export function find(query: string, { text, from }: Folded): Stretch[] {
	const wanted = fold(query.trim()).text;
	const found: Stretch[] = [];
	if (!wanted) return found;
	for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
		found.push({ from: from[at]!, to: from[at + wanted.length - 1]! + 1 });
	}
	return found;
}

const plain = (letter: string) => letter.normalize('NFKD').replace(MARK, '').toLowerCase();

function matched(pattern: RegExp, text: string, at: number): string[] {
	pattern.lastIndex = at;
	return pattern.exec(text) ?? [''];
}
