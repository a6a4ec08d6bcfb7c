import { beforeEach, expect, test } from 'vitest';
import type { ConversationSummary } from '#lib/api/client.ts';
import { Conversations } from './conversations.svelte.ts';

const about = (id: string, firm_id: string, unread = 0) =>
	({ id, firm_id, unread }) as ConversationSummary;

let conversations: Conversations;

beforeEach(() => {
	conversations = new Conversations();
	conversations.items = [about('c-1', 'hartley', 2), about('c-2', 'bramwell', 1)];
});

test('what is unread in all of them is counted, and less once it was seen', () => {
	expect(conversations.count).toBe(3);
	conversations.change('c-1', { unread: 0 });
	expect(conversations.count).toBe(1);
});

test('a page shows the firm whose conversation is open', () => {
	expect(conversations.firmOf({ id: 'c-2' })).toBe('bramwell');
	expect(conversations.firmOf({})).toBeUndefined();
});

test('an open conversation that the list does not reach shows its firm as well', () => {
	expect(conversations.firmOf({ id: 'c-99' })).toBeUndefined();
	conversations.open = about('c-99', 'bramwell');
	expect(conversations.firmOf({ id: 'c-99' })).toBe('bramwell');
	expect(conversations.firmOf({ id: 'c-1' })).toBe('hartley');
});

test('news of conversations is heard, and of nothing else', () => {
	const kinds = ['conversation', 'document'];
	const hints = kinds.map((kind) => ({ type: 'some.fact', about: { kind, id: 'x-1' } }));
	expect(hints.map((hint) => conversations.hears(hint))).toEqual([true, false]);
	expect(conversations.hears({ type: 'resync' })).toBe(true);
});
