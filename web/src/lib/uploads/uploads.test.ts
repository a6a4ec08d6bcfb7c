import { beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '#lib/api/problem.ts';
import type { Hears } from './engine.ts';
import type { Cargo } from './journey.ts';
import { Uploads } from './uploads.svelte.ts';

const portal = vi.hoisted(() => ({ taken: [] as string[] }));
const engine = vi.hoisted(() => ({ sent: [] as Cargo[], hears: undefined as unknown as Hears }));

vi.mock('#lib/api/client.ts', async (original) => ({
	...(await original<typeof import('#lib/api/client.ts')>()),
	api: {
		GET: async () => ({
			response: new Response(),
			data: { max_bytes: 100, part_size: 4, refused_endings: ['exe'] }
		}),
		DELETE: async (_: string, { params }: { params: { path: { document_id: string } } }) => {
			portal.taken.push(params.path.document_id);
			return { response: new Response(null, { status: 204 }) };
		}
	}
}));
vi.mock('./engine.ts', () => ({
	Engine: class {
		constructor(hears: Hears) {
			engine.hears = hears;
		}
		send = (cargo: Cargo) => engine.sent.push(cargo);
		pause = () => {};
		drop = () => {};
	}
}));

/** Locks as a browser has them: `open` says of each tab whether it is. */
class Locks {
	#ends = new Map<string, Promise<unknown>>();

	request = async (name: string, run: () => Promise<void>) => {
		await this.#ends.get(name);
		const held = Promise.race([run(), new Promise((gone) => closing.push(gone as () => void))]);
		this.#ends.set(name, held);
		await held;
	};
}

let stored: Record<string, string>;
let closing: (() => void)[];

beforeEach(() => {
	stored = {};
	closing = [];
	portal.taken = [];
	engine.sent = [];
	const storage = {
		getItem: (name: string) => stored[name] ?? null,
		setItem: (name: string, value: string) => (stored[name] = value),
		removeItem: (name: string) => delete stored[name]
	};
	const names = { ownKeys: () => Object.keys(stored) };
	const listed = { getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }) };
	vi.stubGlobal('localStorage', new Proxy(storage, { ...names, ...listed }));
	vi.stubGlobal('navigator', { onLine: true, locks: new Locks() });
	vi.stubGlobal('window', new EventTarget());
});

const settled = () => new Promise((resolve) => setTimeout(resolve, 10));
const close = () => closing.splice(0).forEach((gone) => gone());
const file = (name: string, text = 'text', lastModified = 1) =>
	new File([text], name, { lastModified });
const states = (uploads: Uploads) => uploads.items.map(({ name, state }) => `${name} ${state}`);

async function sending(...files: File[]) {
	const uploads = new Uploads('ana');
	const ids = uploads.add('c-1', files);
	await settled();
	return { uploads, ids };
}

test('what is too large or a program is said at once beside its name, and the others go', async () => {
	const { uploads } = await sending(file('a.pdf'), file('b.exe'), file('c.pdf', 'x'.repeat(101)));
	expect(states(uploads)).toEqual(['a.pdf waiting', 'b.exe refused', 'c.pdf refused']);
	expect(uploads.items[1]!.why?.message).toBe('Programs cannot be sent.');
	expect(engine.sent.map(({ file }) => file.name)).toEqual(['a.pdf']);
});

test('nothing of what a file holds stays on the device, and nothing at all once a message has it', async () => {
	const { uploads, ids } = await sending(file('a.pdf', 'confidential'));
	expect(Object.keys(stored)).toEqual([`redwell.ana.upload.${ids[0]}`]);
	expect(Object.values(stored)[0]).not.toContain('confidential');
	engine.hears.arrived(ids[0]!);
	uploads.handOver(ids);
	expect(stored).toEqual({});
	expect(states(uploads)).toEqual(['a.pdf there']);
});

test('a message hears when its files are there', async () => {
	const { uploads, ids } = await sending(file('a.pdf'), file('b.pdf'));
	const told = vi.fn();
	uploads.whenThere = told;
	expect(uploads.standing(ids)).toBe('travelling');
	engine.hears.arrived(ids[0]!);
	expect(uploads.standing(ids)).toBe('travelling');
	engine.hears.arrived(ids[1]!);
	expect(uploads.standing(ids)).toBe('there');
	expect(told).toHaveBeenCalledTimes(2);
});

test('after a reload the file is to be chosen once more, and goes on as the same document', async () => {
	const { ids } = await sending(file('a.pdf'), file('b.pdf'));
	engine.hears.arrived(ids[1]!);
	close();
	const reloaded = new Uploads('ana');
	await settled();
	expect(states(reloaded)).toEqual(['a.pdf interrupted', 'b.pdf there']);
	expect(reloaded.standing(ids)).toBe('needed');
	engine.sent = [];
	expect(reloaded.add('c-1', [file('a.pdf')])).toEqual([]);
	await settled();
	expect(engine.sent).toMatchObject([{ id: ids[0], doubtful: false }]);
});

test('a file of the same name and size that was changed since is doubted', async () => {
	const { ids } = await sending(file('a.pdf', 'text', 1));
	close();
	const reloaded = new Uploads('ana');
	await settled();
	reloaded.resume(ids[0]!, file('a.pdf', 'more text'));
	expect(reloaded.items[0]!.why?.message).toContain('another file');
	engine.sent = [];
	reloaded.resume(ids[0]!, file('a.pdf', 'tixt', 2));
	await settled();
	expect(engine.sent).toMatchObject([{ id: ids[0], doubtful: true }]);
	engine.hears.failed(ids[0]!, new Problem('invalid_input', 422, 'Another.', { field: 'parts' }));
	expect(states(reloaded)).toEqual(['a.pdf interrupted']);
});

test('another tab leaves it to the one that sends it, until that is closed', async () => {
	await sending(file('a.pdf'));
	const other = new Uploads('ana');
	await settled();
	expect(states(other)).toEqual(['a.pdf elsewhere']);
	close();
	await settled();
	expect(states(other)).toEqual(['a.pdf interrupted']);
});

test('another account in the same browser sees nothing of it', async () => {
	await sending(file('a.pdf'));
	expect(new Uploads('ben').items).toEqual([]);
});

test('what is taken back is gone here and there', async () => {
	const { uploads, ids } = await sending(file('a.pdf'));
	uploads.cancel(ids[0]!);
	await settled();
	expect(uploads.items).toEqual([]);
	expect(stored).toEqual({});
	expect(portal.taken).toEqual(ids);
});

test('what has failed says why, and is tried again as the same document', async () => {
	const { uploads, ids } = await sending(file('a.pdf'));
	engine.hears.failed(ids[0]!, new Problem('access_ended', 409, 'This matter is closed.'));
	expect(uploads.items).toMatchObject([
		{ state: 'failed', why: { message: 'This matter is closed.' } }
	]);
	engine.sent = [];
	uploads.goOn(ids[0]!);
	await settled();
	expect(engine.sent).toMatchObject([{ id: ids[0] }]);
});

test('what comes from the line after a pause does not undo it', async () => {
	const { uploads, ids } = await sending(file('a.pdf'));
	engine.hears.sent(ids[0]!, 2);
	uploads.pause(ids[0]!);
	engine.hears.sent(ids[0]!, 3);
	expect(uploads.items).toMatchObject([{ state: 'paused', sent: 2 }]);
});
