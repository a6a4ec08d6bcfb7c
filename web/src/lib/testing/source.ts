/** The client's own source, as a tree, for tests of what holds in all of it. */

import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'svelte/compiler';

export interface Node {
	type: string;
	start: number;
	end: number;
	[field: string]: unknown;
}

const SOURCE = new URL('../../', import.meta.url);
const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' });

export const named = (ending: string) => files.filter((file) => file.endsWith(ending));
export const read = (file: string) => readFileSync(new URL(file, SOURCE), 'utf8');

export const isNode = (value: unknown): value is Node =>
	typeof value === 'object' && value !== null && 'type' in value;

/** Its script, if it has one, and its markup. */
export function treesOf(source: string): { script?: Node; markup: Node } {
	const { instance, fragment } = parse(source, { modern: true });
	return {
		script: instance?.content as Node | undefined,
		markup: fragment as unknown as Node
	};
}

/** The node and all below it that `enter` lets through; what only names a member is left out. */
export function within(node: Node, enter: (node: Node) => boolean = () => true): Node[] {
	return [
		node,
		...below(node)
			.filter(enter)
			.flatMap((each) => within(each, enter))
	];
}

/** What is right below it; what only names a member is left out. */
export function below(node: Node): Node[] {
	const names = node.computed ? [] : ['property', 'key'];
	return Object.entries(node)
		.filter(([field]) => !names.includes(field))
		.flatMap(([, value]) => (Array.isArray(value) ? value : [value]))
		.filter(isNode);
}
