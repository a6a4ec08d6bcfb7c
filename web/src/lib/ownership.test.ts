/** Nothing reads a derived value after what it belongs to has gone: what it says then may be old
 *  (https://svelte.dev/e/derived_inert). */

import { expect, test } from 'vitest';
import { isNode, named, read, treesOf, within, type Node } from './testing/source.ts';

test.each(named('.svelte'))(
	'%s takes its props and derived values before it waits, not after',
	(file) => {
		expect(readLate(read(file))).toEqual([]);
	}
);

// A class is made by one component and read by others, by timers and by what comes back from the portal.
test.each(named('.svelte.ts'))('%s computes by getters, which belong to no component', (file) =>
	expect(read(file)).not.toContain('$derived')
);

test.each(named('.svelte'))('%s fetches once more only while it is there', (file) =>
	expect(read(file)).not.toMatch(/\bonceMore\b/)
);

test('what is read too late is found', () => {
	const early = `const a = $derived(b); async function f() { await fetch(a); return { b }; }`;
	expect(readLate(`<script>${early}</script>`)).toEqual([]);
	const late = `const a = $derived(b); async function f() { await fetch(a); return { a }; }`;
	expect(readLate(`<script>${late}</script>`)).toEqual(['a in line 1']);
});

function readLate(source: string): string[] {
	const { script } = treesOf(source);
	const nodes = script ? within(script) : [];
	const owned = nodes.filter((node) => isOwned(node, source)).flatMap(({ id }) => names(id));
	return nodes
		.filter(({ async }) => async === true)
		.flatMap(afterWaiting)
		.filter(({ name }) => owned.includes(name as string))
		.map(({ name, start }) => `${name} in line ${source.slice(0, start).split('\n').length}`);
}

function isOwned({ type, init }: Node, source: string): boolean {
	if (type !== 'VariableDeclarator' || !isNode(init) || !isNode(init.callee)) return false;
	return /^\$(props|derived)/.test(source.slice(init.callee.start, init.callee.end));
}

const names = (pattern: unknown) =>
	within(pattern as Node)
		.filter(({ type }) => type === 'Identifier')
		.map(({ name }) => name as string);

/** The names that an asynchronous function reads after it has waited once. */
function afterWaiting({ body }: Node): Node[] {
	const own = within(body as Node, ({ type }) => !/Function/.test(type));
	const waits = own.filter(({ type }) => type === 'AwaitExpression');
	const first = Math.min(...waits.map(({ argument }) => (argument as Node).end));
	const set = own.flatMap(({ type, left }) => (type === 'AssignmentExpression' ? [left] : []));
	return within(body as Node).filter(
		(node) => node.type === 'Identifier' && node.start > first && !set.includes(node)
	);
}
