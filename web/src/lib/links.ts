/** Finds what can be followed in plain words: web addresses, and in a firm's contact also mail and phone. */

export interface Part {
	text: string;
	href?: string;
}

const WEB = String.raw`https?://[^\s<>"]*[^\s<>"'.,;:!?)\]]`;
const MAIL = String.raw`[^\s@<>(),;]+@[^\s@<>(),;]+\.[a-z]{2,}`;
const PHONE = String.raw`\+?\(?\d[\d\s().-]{6,}\d`;

const inMessages = new RegExp(WEB, 'gi');
const inContacts = new RegExp(`${WEB}|${MAIL}|${PHONE}`, 'gi');

export const messageParts = (text: string) => parts(text, inMessages);
export const contactParts = (text: string) => parts(text, inContacts);

function parts(text: string, pattern: RegExp): Part[] {
	const found: Part[] = [];
	let from = 0;
	for (const match of text.matchAll(pattern)) {
		if (match.index > from) found.push({ text: text.slice(from, match.index) });
		found.push({ text: match[0], href: target(match[0]) });
		from = match.index + match[0].length;
	}
	if (from < text.length) found.push({ text: text.slice(from) });
	return found;
}

function target(text: string): string {
	if (/^https?:/i.test(text)) return text;
	return text.includes('@') ? `mailto:${text}` : `tel:${text.replace(/[^\d+]/g, '')}`;
}
