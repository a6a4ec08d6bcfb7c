// Holds both documents of the contract against the recommended rules of Redocly and of Spectral.

import { readFileSync } from 'node:fs';
import {
	BaseResolver,
	createConfig,
	lintDocument,
	makeDocumentFromString
} from '@redocly/openapi-core';
import spectral from '@stoplight/spectral-core';
import parsers from '@stoplight/spectral-parsers';
import rulesets from '@stoplight/spectral-rulesets';

const { Document, Spectral } = spectral;
/** @type {any} its own two packages do not agree on the type */
const RULES = { extends: [rulesets.oas, rulesets.asyncapi] };
const DOCUMENTS = ['../contracts/openapi.yaml', '../contracts/asyncapi.yaml'];

const found = await Promise.all(DOCUMENTS.flatMap((file) => [byRedocly(file), bySpectral(file)]));
for (const line of found.flat()) console.log(line);
process.exit(found.flat().length ? 1 : 0);

/** @param {string} file
 *  @returns {Promise<string[]>} */
async function byRedocly(file) {
	const config = await createConfig({ extends: ['recommended'] });
	const document = makeDocumentFromString(readFileSync(file, 'utf8'), file);
	const broken = await lintDocument({ document, config, externalRefResolver: new BaseResolver() });
	return broken.map((each) => `${file}${each.location[0]?.pointer}: ${each.message}`);
}

/** @param {string} file
 *  @returns {Promise<string[]>} */
async function bySpectral(file) {
	const judge = new Spectral();
	judge.setRuleset(RULES);
	const broken = await judge.run(new Document(readFileSync(file, 'utf8'), parsers.Yaml, file));
	return broken.map((each) => `${file}#/${each.path.join('/')}: ${each.message}`);
}
