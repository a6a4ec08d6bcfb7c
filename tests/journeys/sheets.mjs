// Says what stands on each page of a PDF, as JSON.

import { readFileSync } from 'node:fs';

const [modules, file] = process.argv.slice(2);
const { getDocument } = await import(`${modules}/pdfjs-dist/legacy/build/pdf.mjs`);
const data = new Uint8Array(readFileSync(file));
const pdf = await getDocument({ data, verbosity: 0 }).promise;
const texts = [];
for (let number = 1; number <= pdf.numPages; number++) {
	const { items } = await (await pdf.getPage(number)).getTextContent();
	texts.push(items.map(({ str, hasEOL }) => str + (hasEOL ? '\n' : '')).join(''));
}
process.stdout.write(JSON.stringify(texts));
