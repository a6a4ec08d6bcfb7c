import { expect, test } from 'vitest';
import { concerns, HintReader } from './hints.ts';

const ABOUT = { kind: 'conversation', id: 'c-1' };
const SENT = `event: message.sent\ndata: ${JSON.stringify({ matter_id: 'm-1', about: ABOUT })}\n\n`;
const STREAM = `retry: 700\n\nevent: resync\ndata: {}\n\n:\n\n${SENT}`;
const HINTS = [{ type: 'resync' }, { type: 'message.sent', matter_id: 'm-1', about: ABOUT }];

const read = (...pieces: string[]) => {
	const reader = new HintReader();
	return pieces.flatMap((piece) => reader.read(piece));
};

test('each hint says its type and what it is about; heartbeats and pauses are no hints', () => {
	expect(read(STREAM)).toEqual(HINTS);
});

test('a hint is whole wherever the line cut it', () => {
	for (const stream of [STREAM, STREAM.replaceAll('\n', '\r\n')]) {
		for (let at = 0; at <= stream.length; at++) {
			expect(read(stream.slice(0, at), stream.slice(at))).toEqual(HINTS);
		}
		expect(read(...stream)).toEqual(HINTS);
	}
});

test('a hint that has not ended is none yet', () => {
	expect(read(SENT.slice(0, -1))).toEqual([]);
});

test('a type that nobody here has heard of is a hint like any other', () => {
	const data = { about: { kind: 'document', id: 'd-1' } };
	const [hint] = read(`event: document.shared\ndata: ${JSON.stringify(data)}\n\n`);
	expect(hint).toEqual({ type: 'document.shared', ...data });
});

test('a hint concerns its own kind and its own thing', () => {
	const [, hint] = HINTS;
	expect(concerns(hint!, 'conversation')).toBe(true);
	expect(concerns(hint!, 'conversation', 'c-1')).toBe(true);
	expect(concerns(hint!, 'conversation', 'c-2')).toBe(false);
	expect(concerns(hint!, 'document')).toBe(false);
	expect(concerns(hint!, 'document', 'c-1')).toBe(false);
});

test('after a gap everything is concerned', () => {
	expect(concerns({ type: 'resync' }, 'document', 'd-1')).toBe(true);
});

test('a fact that says nothing of a thing concerns none', () => {
	expect(concerns({ type: 'account.activated' }, 'conversation')).toBe(false);
});
