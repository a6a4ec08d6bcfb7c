/** Lays messages out as rows: days apart, what one person said at a stretch together. */

import type { AudienceChange, Message } from '#lib/api/client.ts';
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
	/** The ids of files that it brings and that are not there yet, or not yet known to be. */
	files: string[];
	at: Date;
	message?: Message;
	unsent?: Unsent;
}

/** Somebody joined, left, or takes part in another way. */
export interface Line {
	id: string;
	at: Date;
	change: AudienceChange;
	newDay: boolean;
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

export const isLine = (row: Row | Line): row is Line => 'change' in row;

/** @param unsent stands below all that is there already, whenever it was written
 *  @param changes of who reads along, in their order: each stands before what was sent after it */
export function rows(
	messages: Message[],
	unsent: Unsent[],
	firstNew: string | null,
	changes: AudienceChange[] = []
): (Row | Line)[] {
	const known = new Set(messages.map(({ id }) => id));
	const waiting = unsent.filter(({ id }) => !known.has(id));
	const all = [...woven(messages.map(asSaid), changes), ...waiting.map(asMine)];
	const laid = all.map((each, at) => {
		const before = all[at - 1];
		const newDay = !before || !sameDay(before.at, each.at);
		if ('change' in each) return { ...each, newDay };
		const newLine = each.id === firstNew;
		return { ...each, newDay, newLine, begins: newDay || newLine || !together(before, each) };
	});
	return laid.map((row, at) => {
		const after = laid[at + 1];
		return 'change' in row ? row : { ...row, ends: !after || 'change' in after || after.begins };
	});
}

function woven(said: Said[], changes: AudienceChange[]): (Said | Omit<Line, 'newDay'>)[] {
	const lines = changes.map((change) => ({
		id: `change-${change.number}`,
		at: new Date(change.at),
		change
	}));
	const before = (moment: Date) => {
		const later = lines.findIndex(({ at }) => at > moment);
		return lines.splice(0, later < 0 ? lines.length : later);
	};
	return [...said.flatMap((each) => [...before(each.at), each]), ...lines];
}

const together = (one: Said | Omit<Line, 'newDay'>, other: Said) =>
	'author' in one && one.author === other.author && other.at.getTime() - one.at.getTime() < STRETCH;

const asSaid = (message: Message): Said => ({
	id: message.id,
	author: message.mine ? 'me' : message.author_id,
	name: message.author_name,
	role: message.author_role,
	mine: message.mine,
	body: message.body,
	files: [],
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
	files: unsent.files,
	at: new Date(unsent.writtenAt),
	unsent
});
