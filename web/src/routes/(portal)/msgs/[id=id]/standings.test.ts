import { beforeEach, expect, test, vi } from 'vitest';
import type { Attachment, Message } from '#lib/api/client.ts';
import { Standings } from './standings.svelte.ts';

const portal = vi.hoisted(() => ({
	asked: [] as string[],
	documents: {} as Record<string, object | number>
}));

vi.mock('#lib/api/client.ts', async (original) => ({
	...(await original<typeof import('#lib/api/client.ts')>()),
	api: {
		GET: async (_: string, { params }: { params: { path: { document_id: string } } }) => {
			const id = params.path.document_id;
			portal.asked.push(id);
			const data = portal.documents[id];
			if (typeof data !== 'number') return { response: new Response(), data };
			return { response: new Response(null, { status: data }), error: { code: '', detail: '' } };
		}
	}
}));

beforeEach(() => {
	portal.asked = [];
	portal.documents = {};
});

const attachment = (id: string, state: Attachment['state']): Attachment => ({
	document_id: id,
	name: 'lease',
	media_type: '',
	size: 1,
	state,
	version: 1
});
const message = (...attachments: Attachment[]) => ({ attachments }) as Message;
const document = (state: string, text = '', version = 1) => ({
	version,
	name: 'lease.pdf',
	media_type: 'application/pdf',
	size: 2,
	state,
	refusal: text ? { code: 'virus', text } : null
});
const settled = () => new Promise((resolve) => setTimeout(resolve));
const about = (id: string) => ({ type: 'document.ready', about: { kind: 'document', id } });

test('what is still being checked, and why one was refused, is asked once', async () => {
	portal.documents = { checked: document('ready'), refused: document('refused', 'A virus.') };
	const all = [attachment('checked', 'checking'), attachment('refused', 'refused')];
	const messages = [message(...all), message(attachment('old', 'ready'))];
	const standings = new Standings();
	standings.look(messages);
	standings.look(messages);
	await settled();
	expect(portal.asked).toEqual(['checked', 'refused']);
	expect(standings.of(all[0]!).attachment).toMatchObject({ state: 'ready', name: 'lease.pdf' });
	expect(standings.of(all[1]!)).toMatchObject({
		attachment: { state: 'refused' },
		why: 'A virus.'
	});
});

test('a hint of a document is asked about, if a message here brings it', async () => {
	portal.documents = { 'd-1': document('ready') };
	const here = attachment('d-1', 'ready');
	const standings = new Standings();
	standings.hear(about('d-1'), [message(here)]);
	standings.hear(about('d-2'), [message(here)]);
	await settled();
	expect(portal.asked).toEqual(['d-1']);
});

test('a document that was replaced is told in its new version, and a comment on it is on an earlier one', async () => {
	portal.documents = { 'd-1': document('ready', '', 2) };
	const here = attachment('d-1', 'ready');
	const comment = {
		document_id: 'd-1',
		version: 1,
		is_newest: true,
		state: 'ready',
		name: 'lease'
	};
	const on = comment as NonNullable<Message['about']>;
	const standings = new Standings();
	standings.hear(about('d-1'), [{ attachments: [] as Attachment[], about: on } as Message]);
	await settled();
	expect(standings.of(here).attachment).toMatchObject({ version: 2, name: 'lease.pdf' });
	expect(standings.about(on)).toMatchObject({ version: 1, is_newest: false, name: 'lease.pdf' });
	portal.documents = { 'd-1': 404 };
	standings.hear(about('d-1'), [message(here)]);
	await settled();
	expect(standings.about(on)).toMatchObject({ state: 'revoked', name: '' });
});

test('after a gap all that may have been replaced or taken back is asked about', async () => {
	portal.documents = { 'd-1': document('ready', '', 2), 'd-2': 404, 'd-3': document('ready') };
	const [replaced, gone] = [attachment('d-1', 'ready'), attachment('d-2', 'ready')];
	const rest = [attachment('d-3', 'checking'), attachment('d-4', 'refused')];
	const standings = new Standings();
	const messages = [message(replaced, gone), message(replaced, ...rest)];
	standings.hear({ type: 'resync' }, messages);
	await settled();
	expect(portal.asked).toEqual(['d-1', 'd-2', 'd-3']);
	expect(standings.of(replaced).attachment.version).toBe(2);
	expect(standings.of(gone).attachment.state).toBe('revoked');
	expect(standings.of(rest[0]!).attachment.state).toBe('ready');
});

test('what is not there any more was taken back, and what the portal did not answer is asked again', async () => {
	portal.documents = { 'd-1': 404, 'd-2': 503 };
	const [one, other] = [attachment('d-1', 'checking'), attachment('d-2', 'checking')];
	const standings = new Standings();
	standings.look([message(one, other)]);
	await settled();
	expect(standings.of(one).attachment.state).toBe('revoked');
	expect(standings.of(other).attachment.state).toBe('checking');
	standings.look([message(one, other)]);
	await settled();
	expect(portal.asked).toEqual(['d-1', 'd-2', 'd-2']);
});
