import { expect, test } from 'vitest';
import type { AudienceChange, Message } from '#lib/api/client.ts';
import type { Unsent } from '#lib/portal/unsent.svelte.ts';
import { isLine, rows as laidOut, type Row } from './rows.ts';

// The reader is in New York, where this day begins at five: vitest.config.ts.
const at = (time: string) => `2026-11-16T${time}:00Z`;

const said = (id: string, author: string, time: string, mine = false): Message => ({
	id,
	conversation_id: 'c-1',
	author_id: author,
	author_name: author,
	author_role: 'Attorney',
	mine,
	body: `Said by ${author}`,
	sent_at: at(time),
	cursor: id,
	attachments: [],
	revision: 1,
	edited_at: null,
	unseen_edit: false,
	withdrawn: null,
	pinned: null,
	reply_to: null,
	about: null
});

const written = (id: string, time: string): Unsent => ({
	id,
	conversation: 'c-1',
	body: 'Not there yet',
	files: [],
	audience: 1,
	writtenAt: at(time),
	refused: '',
	sent: false
});

const came = (number: number, time: string): AudienceChange => ({
	number,
	at: at(time),
	step: 'joined',
	person_id: 'lena',
	name: 'Dr. Lena Brandt',
	kind: 'third_party',
	role: 'Expert',
	reason: '',
	from_date: at(time)
});

const rows = (...what: Parameters<typeof laidOut>) => laidOut(...what) as Row[];

const stretches = (...messages: Message[]) =>
	rows(messages, [], null).map(({ begins, ends }) => `${begins ? '[' : ''}x${ends ? ']' : ''}`);

test('what one person says at a stretch belongs together', () => {
	const day = [
		said('1', 'Nora', '15:00'),
		said('2', 'Nora', '15:05'),
		said('3', 'Nora', '15:09'),
		said('4', 'Otto', '15:10'),
		said('5', 'Nora', '15:11')
	];
	expect(stretches(...day)).toEqual(['[x', 'x', 'x]', '[x]', '[x]']);
});

test('ten minutes later somebody begins anew', () => {
	expect(stretches(said('1', 'Nora', '15:00'), said('2', 'Nora', '15:10'))).toEqual(['[x]', '[x]']);
});

test('a day begins at midnight where the reader is, and a stretch with it', () => {
	const laid = rows([said('1', 'Nora', '04:58'), said('2', 'Nora', '05:01')], [], null);
	expect(laid.map(({ newDay }) => newDay)).toEqual([true, true]);
	expect(laid.map(({ begins }) => begins)).toEqual([true, true]);
});

test('the line stands before the first new message, and begins a stretch', () => {
	const messages = [said('1', 'Nora', '15:00'), said('2', 'Nora', '15:01')];
	const laid = rows(messages, [], '2');
	expect(laid.map(({ newLine }) => newLine)).toEqual([false, true]);
	expect(laid.map(({ ends }) => ends)).toEqual([true, true]);
	expect(rows(messages, [], null).some(({ newLine }) => newLine)).toBe(false);
});

test('what waits stands at the end, together with what the person said before', () => {
	const laid = rows([said('1', 'Ana', '15:00', true)], [written('2', '15:01')], null);
	expect(laid.map(({ id, mine, begins }) => [id, mine, begins])).toEqual([
		['1', true, true],
		['2', true, false]
	]);
});

test('a message that is there and still waits is shown once', () => {
	const laid = rows([said('1', 'Ana', '15:00', true)], [written('1', '15:00')], null);
	expect(laid.map(({ id, unsent }) => [id, unsent])).toEqual([['1', undefined]]);
});

test('what waits stands below who came since it was written', () => {
	const laid = laidOut([said('1', 'Nora', '15:00')], [written('2', '15:01')], null, [
		came(3, '15:02')
	]);
	expect(laid.map(({ id }) => id)).toEqual(['1', 'change-3', '2']);
});

test('where nothing was said there are no rows', () => {
	expect(rows([], [], null)).toEqual([]);
});

test('who came stands before what was sent after it, and begins a stretch', () => {
	const messages = [said('1', 'Nora', '15:00'), said('2', 'Nora', '15:05')];
	const laid = laidOut(messages, [], null, [came(3, '15:02'), came(4, '15:09')]);
	expect(laid.map(({ id }) => id)).toEqual(['1', 'change-3', '2', 'change-4']);
	expect(laid.flatMap((row) => (isLine(row) ? [] : [[row.begins, row.ends]]))).toEqual([
		[true, true],
		[true, true]
	]);
});

test('a day may begin with somebody who came', () => {
	const laid = laidOut([said('1', 'Nora', '05:01')], [], null, [
		came(1, '04:58'),
		came(2, '05:00')
	]);
	expect(laid.map(({ newDay }) => newDay)).toEqual([true, true, false]);
});
