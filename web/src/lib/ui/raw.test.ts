/** Whatever people and firms wrote is shown by `Written`, or held apart by `isolated`: a name in Hebrew
 *  or Arabic turns nothing around it, on any page. */

import { expect, test } from 'vitest';
import { below, named, read, treesOf, within, type Node } from '../testing/source.ts';

// What holds such text, by the names that it has in the portal's answers and in our components.
const WRITTEN = new Set(
	`address author_name author_role body contact firm firm_name firms last_author last_line
	masked_address matter_number matter_title name role sender sentTo subject_line`.split(/\s+/)
);
const HEARD = ['alt', 'aria-label', 'placeholder', 'title'];

test.each(named('.svelte').filter((file) => !file.endsWith('/Written.svelte')))(
	'%s shows nothing raw',
	(file) => expect(raw(read(file))).toEqual([])
);

test.each([
	['<p>{firm.name}</p>', 'firm.name'],
	['<p>{person?.firm.name ?? ""}</p>', 'person?.firm.name ?? ""'],
	['{#if name}{`Dear ${name}`}{/if}', '`Dear ${name}`'],
	['<p title="Of {name}">x</p>', 'name'],
	['{#each firms as each (each)}<li>{[each.name].join()}</li>{/each}', '[each.name].join()'],
	['<Sheet title="x">{about.matter_title}</Sheet>', 'about.matter_title'],
	['<Sheet title={firm.name} />', 'firm.name']
])('what is raw is found: %s', (markup, found) => expect(raw(markup)).toEqual([found]));

test.each([
	'<Written text={firm.name} />',
	'<p title={isolated(firm.name)}>{isolated(name)}</p>',
	'{#if firm}<p style:--firm={firm.accent}>{firm.id}</p>{/if}',
	'<p class={name}>{name ? 1 : 2}</p>'
])('what is not raw is let be: %s', (markup) => expect(raw(markup)).toEqual([]));

const raw = (source: string) =>
	within(treesOf(source).markup, isSeenOrHeard)
		.filter(({ type }) => type === 'ExpressionTag')
		.map(({ expression }) => expression as Node)
		.filter(holdsWritten)
		.map(({ start, end }) => source.slice(start, end));

const isSeenOrHeard = ({ type, name }: Node) =>
	!type.endsWith('Directive') && (type !== 'Attribute' || HEARD.includes(name as string));

function holdsWritten(node: Node): boolean {
	const { name, callee, property, object } = node as Node & Record<string, Node>;
	switch (node.type) {
		case 'Identifier':
			return WRITTEN.has(name as unknown as string);
		case 'MemberExpression':
			return holdsWritten(property!) || (object!.type !== 'Identifier' && holdsWritten(object!));
		case 'CallExpression':
			return !isolates(callee!) && below(node).some(holdsWritten);
		case 'ConditionalExpression':
			return below(node).some((each) => each !== node.test && holdsWritten(each));
		default:
			return below(node).some(holdsWritten);
	}
}

// A page's title is put together by the portal.
const isolates = ({ name, property }: Node) =>
	name === 'isolated' || (property as Node | undefined)?.name === 'title';
