/** The matters and people that a list can be narrowed to: all that was seen in lists so far. */

import type { ConversationSummary, DocumentSummary } from '#lib/api/client.ts';

interface Choice {
	id: string;
	label: string;
	firm: string;
}

export class Known {
	matters = $state.raw<Choice[]>([]);
	people = $state.raw<Choice[]>([]);

	see(documents: DocumentSummary[], conversations: ConversationSummary[] = []): void {
		const matters = [...documents, ...conversations].map(
			({ matter_id: id, matter_title: label, firm_id: firm }) => ({ id, label, firm })
		);
		this.matters = together(this.matters, matters);
		this.people = together(
			this.people,
			documents.map(({ author, firm_id: firm }) => ({
				id: author.person_id,
				label: author.name,
				firm
			}))
		);
	}
}

function together(known: Choice[], seen: Choice[]): Choice[] {
	const all = [...new Map([...known, ...seen].map((each) => [each.id, each])).values()];
	return all.sort((one, other) => one.label.localeCompare(other.label));
}
