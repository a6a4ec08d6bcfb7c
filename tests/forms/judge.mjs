// What the browser makes of each pair [definition, answers], a line each.
import { readFileSync } from 'node:fs';
import { judge } from '../../web/src/lib/forms/verdict.ts';

for (const line of readFileSync(0, 'utf8').split('\n')) {
	const [definition, answers] = JSON.parse(line);
	console.log(JSON.stringify(judge(definition, answers)));
}
