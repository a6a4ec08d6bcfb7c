/** Nothing reads a derived value after what it belongs to has gone: what it says then may be old
 *  (https://svelte.dev/e/derived_inert). */

import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'svelte/compiler';
import { expect, test } from 'vitest';

interface Node {
	type: string;
	start: number;
	end: number;
	[field: string]: unknown;
}

const SOURCE = new URL('../', import.meta.url);
const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' });
const read = (file: string) => readFileSync(new URL(file, SOURCE), 'utf8');

test.each(files.filter((file) => file.endsWith('.svelte')))(
	'%s takes its props and derived values before it waits, not after',
	(file) => {
		const source = read(file);
		const script = parse(source, { modern: true }).instance?.content as Node | undefined;
		const nodes = script ? within(script) : [];
		const owned = nodes.filter((node) => isOwned(node, source)).flatMap(({ id }) => named(id));
		const late = nodes.filter(isAsync).flatMap((each) => readLate(each, owned, source));
		expect(late).toEqual([]);
	}
);

// A class is made by one component and read by others, by timers and by what comes back from the portal.
test.each(files.filter((file) => file.endsWith('.svelte.ts')))(
	'%s computes by getters, which belong to no component',
	(file) => expect(read(file)).not.toContain('$derived')
);

test('what is read too late is found', () => {
	const source = `const a = $derived(b); async function late() { await fetch(a); return { a }; }`;
	const script = parse(`<script>${source}</script>`, { modern: true }).instance!.content;
	const [late] = within(script as unknown as Node).filter(isAsync);
	expect(readLate(late!, ['a'], `<script>${source}</script>`)).toEqual(['a in line 1']);
});

const isAsync = ({ async }: Node) => async === true;

const isNode = (value: unknown): value is Node =>
	typeof value === 'object' && value !== null && 'type' in value;

/** The node and all below it; what only names a member is left out. */
function within(node: Node, enter: (node: Node) => boolean = () => true): Node[] {
	const left = !node.computed && ['property', 'key'].filter((field) => field in node);
	const below = Object.entries(node)
		.filter(([field]) => !left || !left.includes(field))
		.flatMap(([, value]) => (Array.isArray(value) ? value : [value]))
		.filter(isNode)
		.filter(enter);
	return [node, ...below.flatMap((each) => within(each, enter))];
}

function isOwned({ type, init }: Node, source: string): boolean {
	if (type !== 'VariableDeclarator' || !isNode(init) || !isNode(init.callee)) return false;
	return /^\$(props|derived)/.test(source.slice(init.callee.start, init.callee.end));
}

const named = (pattern: unknown) =>
	within(pattern as Node)
		.filter(({ type }) => type === 'Identifier')
		.map(({ name }) => name as string);

function readLate(waiting: Node, owned: string[], source: string): string[] {
	const body = waiting.body as Node;
	const own = within(body, ({ type }) => !/Function/.test(type));
	const waits = own.filter(({ type }) => type === 'AwaitExpression');
	const first = Math.min(...waits.map(({ argument }) => (argument as Node).end));
	const written = own.flatMap(({ type, left }) => (type === 'AssignmentExpression' ? [left] : []));
	return within(body)
		.filter(({ type, start }) => type === 'Identifier' && start > first)
		.filter((node) => owned.includes(node.name as string) && !written.includes(node))
		.map(({ name, start }) => `${name} in line ${source.slice(0, start).split('\n').length}`);
}
