import { expect, test } from 'vitest';
import type { Definition } from './model.ts';
import { asRead } from './reading.ts';

const named = (en: string) => ({ en });

const DEFINITION: Definition = {
	languages: ['en'],
	title: named('About your family'),
	pages: [
		{
			id: 'you',
			title: named('You'),
			sections: [
				{
					questions: [
						{ kind: 'information', id: 'hello', label: named('Hello'), text: named('Welcome.') },
						{ kind: 'text', id: 'full_name', label: named('Name') },
						{ kind: 'yes_no', id: 'has_children', label: named('Children?'), required: false }
					]
				}
			]
		},
		{
			id: 'children',
			title: named('Children'),
			asked_if: { op: 'is', question: 'has_children', value: true },
			sections: [
				{
					questions: [
						{
							kind: 'group',
							id: 'kids',
							label: named('Your children'),
							row: named('Child'),
							questions: [
								{ kind: 'text', id: 'kid_name', label: named('Name') },
								{ kind: 'yes_no', id: 'works', label: named('Works?') },
								{
									kind: 'money',
									id: 'earns',
									label: named('Earns'),
									currency: 'USD',
									asked_if: { op: 'is', question: 'works', value: true }
								}
							]
						}
					]
				}
			]
		}
	]
};

const read = (answers: Record<string, unknown>) =>
	asRead(DEFINITION, answers).map(({ page, sections }) => [
		page.id,
		...sections.flatMap(({ lines }) =>
			lines.map((each) =>
				'group' in each
					? each.rows.map((row) => row.map(({ path, answer }) => [path, answer]))
					: [each.path, each.answer]
			)
		)
	]);

test('what was asked is read with its answer or without, and nothing else', () => {
	expect(read({ full_name: 'Ana' })).toEqual([
		['you', ['full_name', 'Ana'], ['has_children', undefined]]
	]);
});

test('the rows of a group are read one by one, each with what was asked in it', () => {
	const kids = [
		{ row: 'r1', answers: { kid_name: 'Eva', works: true, earns: '12.00' } },
		{ row: 'r2', answers: { kid_name: 'Max', works: false } }
	];
	expect(read({ full_name: 'Ana', has_children: true, kids })[1]).toEqual([
		'children',
		[
			[
				['kids/r1/kid_name', 'Eva'],
				['kids/r1/works', true],
				['kids/r1/earns', '12.00']
			],
			[
				['kids/r2/kid_name', 'Max'],
				['kids/r2/works', false]
			]
		]
	]);
});
