/** Before anything is shown: what a browser of two years ago may lack and the pages need. */

export async function init(): Promise<void> {
	const lacks = [
		!('popover' in HTMLElement.prototype) && import('./lib/lacking/popover.ts'),
		LANGUAGE.some((is) => !is) && import('./lib/lacking/language.ts')
	];
	await Promise.all(lacks);
}

const LANGUAGE = [
	Array.prototype.at,
	Array.prototype.findLast,
	Array.prototype.toReversed,
	Array.prototype.toSorted,
	Object.hasOwn,
	Promise.withResolvers,
	globalThis.structuredClone
];
