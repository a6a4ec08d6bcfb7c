/** The matters and people that the list can be narrowed to: all that documents come from. */

import { answer, api, type DocumentSource, type DocumentSources } from '#lib/api/client.ts';
import { problemOf } from '#lib/api/problem.ts';
import { onceMore } from '#lib/once-more.ts';
import { LONGEST } from '#lib/portal/pages.svelte.ts';

interface Choice {
	id: string;
	label: string;
	firm: string;
}

export class Sources {
	#all = $state.raw<DocumentSource[]>([]);

	get matters(): Choice[] {
		return choices(this.#all, ({ matter_id: id, matter_title: label }) => ({ id, label }));
	}

	get people(): Choice[] {
		return choices(this.#all, ({ person_id: id, person_name: label }) => ({ id, label }));
	}

	/** Without an answer they stay as they are: the list is whole without them. */
	readonly refresh = onceMore(async () => {
		await problemOf(everySource().then((all) => void (this.#all = all)));
	});
}

async function everySource(): Promise<DocumentSource[]> {
	const all: DocumentSource[] = [];
	let cursor: string | null = '';
	while (cursor !== null) {
		const query: { cursor: string; limit: number } = { cursor, limit: LONGEST };
		const page: DocumentSources = await answer(
			api.GET('/v1/documents/sources', { params: { query } })
		);
		all.push(...page.items);
		cursor = page.next;
	}
	return all;
}

/** Each once, by its label. */
function choices(
	all: DocumentSource[],
	choice: (source: DocumentSource) => Omit<Choice, 'firm'>
): Choice[] {
	const found = all.map((source): Choice => ({ ...choice(source), firm: source.firm_id }));
	return [...new Map(found.map((each) => [each.id, each])).values()].sort((one, other) =>
		one.label.localeCompare(other.label)
	);
}
