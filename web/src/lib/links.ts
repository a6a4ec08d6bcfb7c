/** Finds what can be followed in plain words: web addresses, and in a firm's contact also mail and phone. */

import { LinkifyIt } from 'linkify-it';

export interface Part {
	text: string;
	href?: string;
}

interface Found {
	index: number;
	text: string;
	url: string;
}

// Marks of direction and what has no width surround an address, and are never part of it. Where words
// are written without spaces between them, an address begins in the middle of them.
const BORDERS =
	/([\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+)|(?<=[^\0-\x7f])(?=https?:\/\/)/iu;
const ENDS_A_SENTENCE = /[.,;:!?'"…]+$/;
const PHONE = /\+?\(?\d[\d\s().-]{6,}\d/g;

const web = linkify({ fuzzyEmail: false });
const webAndMail = linkify({ fuzzyEmail: true });

export const messageParts = (text: string) => parts(text, (words) => matches(web, words));
export const contactParts = (text: string) => parts(text, reachable);

function reachable(words: string): Found[] {
	const found = matches(webAndMail, words);
	const rest = found.reduce((left, { text }) => left.replace(text, ' '.repeat(text.length)), words);
	return [...found, ...phones(rest)].sort((one, other) => one.index - other.index);
}

const phones = (words: string) =>
	[...words.matchAll(PHONE)].map(({ index, 0: text }) => ({
		index,
		text,
		url: `tel:${text.replace(/[^\d+]/g, '')}`
	}));

function parts(text: string, find: (words: string) => Found[]): Part[] {
	const parts: Part[] = [];
	for (const words of text.split(BORDERS).filter(Boolean)) {
		let from = 0;
		for (const { index, text, url } of find(words)) {
			parts.push({ text: words.slice(from, index) }, { text, href: url });
			from = index + text.length;
		}
		parts.push({ text: words.slice(from) });
	}
	return parts.filter(({ text }) => text);
}

// The finder takes a full stop behind a closing bracket for a part of the address.
function matches(finder: LinkifyIt, words: string): Found[] {
	return (finder.match(words) ?? []).map(({ index, text, url }) => {
		const [end] = ENDS_A_SENTENCE.exec(text) ?? [''];
		return {
			index,
			text: text.slice(0, text.length - end.length),
			url: url.slice(0, url.length - end.length)
		};
	});
}

/** Only what is meant as a web address is one: not every word with a dot in it. */
function linkify({ fuzzyEmail }: { fuzzyEmail: boolean }): LinkifyIt {
	const finder = new LinkifyIt({ fuzzyLink: false, fuzzyIP: false, fuzzyEmail });
	if (!fuzzyEmail) finder.add('mailto:', null);
	return finder.add('ftp:', null).add('//', null);
}
