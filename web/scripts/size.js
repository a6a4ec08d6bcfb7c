// Says how much JavaScript each page loads before it can be used, and fails where that is too much.
// Reads what `npm run build` left: the manifest of the files and the list of which page needs which.

import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const LIMIT = 120_000; // bytes, compressed with gzip, the weaker of the two that are served
const OUTPUT = '.svelte-kit/output/client';
const GENERATED = '.svelte-kit/generated/build/client-optimized';
const RUNTIME = 'node_modules/@sveltejs/kit/src/runtime/client';

/** @type {Record<string, { file: string, imports?: string[] }>} */
const manifest = JSON.parse(readFileSync(`${OUTPUT}/.vite/manifest.json`, 'utf8'));
const ALWAYS = [
	`${RUNTIME}/entry.js`,
	`${RUNTIME}/client-entry.js`,
	`${GENERATED}/app.js`,
	node(0)
];

let tooLarge = 0;
for (const [page, nodes] of pages()) {
	const files = new Set([...ALWAYS, ...nodes.map(node)].flatMap((key) => [...needed(key)]));
	const size = [...files].reduce((sum, file) => sum + compressed(file), 0);
	if (size > LIMIT) tooLarge++;
	console.log(
		`${(size / 1000).toFixed(1).padStart(6)} kB  ${page}${size > LIMIT ? '  too large' : ''}`
	);
}
console.log(`${(LIMIT / 1000).toFixed(1).padStart(6)} kB  is the limit`);
process.exit(tooLarge ? 1 : 0);

/** Each page with the numbers of its own node and those of its layouts.
 *  @returns {[string, number[]][]} */
function pages() {
	const app = readFileSync(`${GENERATED}/app.js`, 'utf8');
	const [dictionary] = app.match(/export const dictionary = \{[^}]*\}/) ?? [];
	if (!dictionary) throw new Error('The build lists no pages: has the router changed its files?');
	return [...dictionary.matchAll(/"(\/[^"]*)": \[(.*)\],?$/gm)].map(([, page, numbers]) => [
		page ?? '',
		(numbers?.match(/\d+/g) ?? []).map(Number)
	]);
}

/** @param {number} number */
function node(number) {
	return `${GENERATED}/nodes/${number}.js`;
}

/** The file of a module and of all that it imports at once.
 *  @param {string} key
 *  @param {Set<string>} found
 *  @returns {Set<string>} */
function needed(key, found = new Set()) {
	const entry = manifest[key];
	if (!entry) throw new Error(`The build has no ${key}: has the router changed its files?`);
	if (found.has(entry.file)) return found;
	found.add(entry.file);
	for (const each of entry.imports ?? []) needed(each, found);
	return found;
}

/** @param {string} file */
function compressed(file) {
	return gzipSync(readFileSync(`${OUTPUT}/${file}`), { level: 9 }).length;
}
