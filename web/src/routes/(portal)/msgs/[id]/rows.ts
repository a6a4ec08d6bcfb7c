/** Lays messages out as rows: days apart, what one person said at a stretch together. */

import type { Message } from '#lib/api/client.ts';
import type { Unsent } from '#lib/portal/unsent.svelte.ts';
import { sameDay } from '#lib/format.ts';

const STRETCH = 10 * 60_000; // ms between two messages that still belong together

/** What a row shows, whether the portal has it or it still waits here. */
export interface Said {
	id: string;
	author: string;
	name: string;
	role: string;
	mine: boolean;
	body: string;
	at: Date;
	message?: Message;
	unsent?: Unsent;
}

export interface Row extends Said {
	/** It is the first of its day. */
	newDay: boolean;
	/** The 'new messages' line stands before it. */
	newLine: boolean;
	/** It begins, or ends, what one person said at a stretch. */
	begins: boolean;
	ends: boolean;
}

export function rows(messages: Message[], unsent: Unsent[], firstNew: string | null): Row[] {
	const known = new Set(messages.map(({ id }) => id));
	const said = [...messages.map(asSaid), ...unsent.filter(({ id }) => !known.has(id)).map(asMine)];
	const laid = said.map((each, at) => {
		const before = said[at - 1];
		const newDay = !before || !sameDay(before.at, each.at);
		const newLine = each.id === firstNew;
		return { ...each, newDay, newLine, begins: newDay || newLine || !together(before, each) };
	});
	return laid.map((row, at) => ({ ...row, ends: laid[at + 1]?.begins ?? true }));
}

const together = (one: Said, other: Said) =>
	one.author === other.author && other.at.getTime() - one.at.getTime() < STRETCH;

const asSaid = (message: Message): Said => ({
	id: message.id,
	author: message.mine ? 'me' : message.author_id,
	name: message.author_name,
	role: message.author_role,
	mine: message.mine,
	body: message.body,
	at: new Date(message.sent_at),
	message
});

const asMine = (unsent: Unsent): Said => ({
	id: unsent.id,
	author: 'me',
	name: '',
	role: '',
	mine: true,
	body: unsent.body,
	at: new Date(unsent.writtenAt),
	unsent
});
