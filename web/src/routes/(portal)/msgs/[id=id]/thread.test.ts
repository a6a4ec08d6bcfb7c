import { beforeEach, expect, test, vi } from 'vitest';
import type { Message } from '#lib/api/client.ts';
import { Thread } from './thread.svelte.ts';

interface Asked {
	params: {
		path: { message_id?: string };
		query?: { after?: number | string; limit?: number };
		body?: object;
	};
}

const HERE = '/v1/conversations/{conversation_id}';
const BY_NORA = { name: 'Nora', mine: false, at: '2026-11-26T10:42:00Z' };

const portal = vi.hoisted(() => ({
	messages: [] as object[],
	change: 0,
	changes: [] as { change: number; message: object }[],
	seen: [] as string[]
}));

// The portal with one conversation: its newest messages, what changed since, and nothing unread.
vi.mock('#lib/api/client.ts', async (original) => ({
	...(await original<typeof import('#lib/api/client.ts')>()),
	api: {
		GET: async (path: string, { params }: Asked) => {
			const response = new Response(null, { status: 200 });
			if (path === HERE) return { response, data: ABOUT };
			const { change } = portal;
			if (path === `${HERE}/messages`) {
				const items = params.query?.after ? [] : portal.messages;
				return { response, data: { items, older: null, newer: null, change } };
			}
			const [next, ...rest] = portal.changes.filter(
				(each) => each.change > (params.query!.after as number)
			);
			const items = next ? [next.message] : [];
			return { response, data: { items, change: next?.change ?? change, more: rest.length > 0 } };
		},
		PUT: async (_: string, { params }: Asked) => {
			portal.seen.push(params.path.message_id!);
			return { response: new Response(null, { status: 200 }), data: {} };
		}
	}
}));

const ABOUT = { summary: { unread: 0 }, read_up_to: 'm-2', changes: [], audience_version: 1 };

const message = (id: string, body: string, more: Partial<Message> = {}) =>
	({ id, body, cursor: id, mine: false, revision: 1, sent_at: id, ...more }) as Message;

const ASKED = message('m-1', 'At nine?');
const ANSWERED = message('m-2', 'Yes.', {
	reply_to: { state: 'shown', message_id: 'm-1', author_name: 'Ana', mine: true, line: 'At nine?' }
});

function becomes(...now: Message[]) {
	for (const message of now) portal.changes.push({ change: ++portal.change, message });
}

async function opened(): Promise<Thread> {
	const thread = new Thread('c-1');
	await thread.open();
	return thread;
}

beforeEach(() => {
	Object.assign(portal, { messages: [ASKED, ANSWERED], change: 7, changes: [], seen: [] });
});

test('what was withdrawn while it was open leaves its text, also where it is quoted', async () => {
	const thread = await opened();
	becomes({ ...ASKED, body: '', withdrawn: BY_NORA });
	await thread.refresh();
	const [gone, answer] = thread.messages;
	expect(gone).toMatchObject({ body: '', withdrawn: BY_NORA });
	expect(answer!.reply_to).toMatchObject({ state: 'withdrawn', line: '' });
	expect(JSON.stringify(thread.messages)).not.toContain('nine');
});

test('an edit shows in the message and in what quotes it, in the same place', async () => {
	const thread = await opened();
	becomes({ ...ASKED, body: 'At ten?', revision: 2, edited_at: BY_NORA.at });
	await thread.refresh();
	expect(thread.messages.map(({ id, body }) => [id, body])).toEqual([
		['m-1', 'At ten?'],
		['m-2', 'Yes.']
	]);
	expect(thread.messages[1]!.reply_to!.line).toBe('At ten?');
});

test('changes are fetched page by page, and only what came since', async () => {
	const thread = await opened();
	becomes({ ...ASKED, body: 'One' }, { ...ANSWERED, body: 'Two' });
	const told: string[] = [];
	thread.whenChanged = (changed) => told.push(...changed.map(({ body }) => body));
	await thread.refresh();
	await thread.refresh();
	expect(told).toEqual(['One', 'Two']);
});

test('a change of what is further back than what is here is nothing to show', async () => {
	const thread = await opened();
	becomes(message('m-0', 'Long ago'));
	await thread.refresh();
	expect(thread.messages.map(({ id }) => id)).toEqual(['m-1', 'm-2']);
});

test('an edit of what was read is told as seen once, and only when it is in sight', async () => {
	const edited = { ...ASKED, revision: 2, unseen_edit: true };
	portal.messages = [edited, { ...ANSWERED, revision: 3, unseen_edit: true }];
	const thread = await opened();
	await thread.seeEdits(['m-1']);
	await thread.seeEdits(['m-1']);
	expect(portal.seen).toEqual(['m-1']);
});
