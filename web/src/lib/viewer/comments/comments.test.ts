import { beforeEach, expect, test } from 'vitest';
import type { Message } from '#lib/api/client.ts';
import { Comments } from './comments.svelte.ts';

const SPOT = { left: 0.1, top: 0.2, width: 0.3, height: 0.05 };

const on = (id: string, version: number | null) =>
	({ id, sent_at: id, about: { page: 2, spot: SPOT, version } }) as unknown as Message;

let looked: number;
let comments: Comments;

beforeEach(() => {
	looked = 2;
	comments = new Comments('d-1', () => looked);
	comments.pages.items = [on('first', 1), on('later', 2), on('noted-nowhere', null)];
});

const drawn = () => comments.on(2).map(({ comment }) => comment.id);

test('a comment hangs on the pages of the version it was made on, and stands in the list of all', () => {
	expect(drawn()).toEqual(['later', 'noted-nowhere']);
	looked = 1;
	expect(drawn()).toEqual(['first', 'noted-nowhere']);
	expect(comments.list.map(({ number }) => number)).toEqual([1, 2, 3]);
});

test('one of another version is chosen in the list, and no page is looked at for it', () => {
	const [first, later] = comments.pages.items as [Message, Message];
	comments.choose(first);
	expect([comments.chosen, comments.target]).toEqual(['first', undefined]);
	expect(comments.versionElsewhere(first)).toBe(1);
	comments.choose(later);
	expect(comments.target).toEqual({ page: 2, spot: SPOT });
	comments.turn();
	expect(comments.target).toBeUndefined();
});
