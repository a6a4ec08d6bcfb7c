import { beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '#lib/api/problem.ts';
import { Bytes } from './bytes.ts';

const FILE = new TextEncoder().encode('0123456789');

interface Asked {
	purpose: string;
	rendition: string;
	version: number;
}

const portal = vi.hoisted(() => ({ asked: [] as Asked[], revoked: false }));

vi.mock('#lib/api/client.ts', async (original) => ({
	...(await original<typeof import('#lib/api/client.ts')>()),
	api: {
		POST: async (_: string, { body }: { body: Asked }) => {
			portal.asked.push(body);
			const url = `https://files/${portal.asked.length}`;
			const status = portal.revoked ? 404 : 200;
			return { response: new Response(null, { status }), data: { url } };
		}
	}
}));

let fetched: { url: string; range: string | null }[];
let dead: Set<string>;
let answers: (range: string | null) => Response;

beforeEach(() => {
	Object.assign(portal, { asked: [], revoked: false });
	[fetched, dead, answers] = [[], new Set(), ranged];
	vi.stubGlobal('navigator', { onLine: true });
	vi.stubGlobal('fetch', async (url: string, { headers, signal }: RequestInit) => {
		signal?.throwIfAborted();
		const range = new Headers(headers).get('range');
		fetched.push({ url, range });
		if (dead.has(url)) throw new TypeError('Failed to fetch'); // as CORS shows a 403
		return answers(range);
	});
});

function ranged(range: string | null): Response {
	const [, begin, end] = /bytes=(\d+)-(\d+)/.exec(range ?? '') ?? [];
	if (!begin) return new Response(FILE);
	return new Response(FILE.slice(Number(begin), Number(end) + 1), { status: 206 });
}

const made = () => new Bytes('d-1', 3, 'view');
const never = () => new AbortController().signal;
const read = (bytes: ArrayBuffer) => new TextDecoder().decode(bytes);

test('a range is what stands from one byte to before another, of this version and rendition', async () => {
	expect(read(await made().range(2, 5, never()))).toBe('234');
	expect(fetched).toEqual([{ url: 'https://files/1', range: 'bytes=2-4' }]);
	expect(portal.asked).toEqual([{ purpose: 'view', rendition: 'view', version: 3 }]);
});

test('a store that knows no ranges gives the same', async () => {
	answers = () => new Response(FILE);
	expect(read(await made().range(2, 5, never()))).toBe('234');
});

test('one address serves for all', async () => {
	const bytes = made();
	await Promise.all([bytes.range(0, 2, never()), bytes.range(2, 4, never())]);
	expect(read(await bytes.whole(never()))).toBe('0123456789');
	expect(portal.asked).toHaveLength(1);
});

test('an address that dies in the middle is renewed, once for all who wait', async () => {
	const bytes = made();
	await bytes.range(0, 2, never());
	dead.add('https://files/1');
	const pieces = await Promise.all([bytes.range(2, 4, never()), bytes.range(4, 6, never())]);
	expect(pieces.map(read)).toEqual(['23', '45']);
	expect(portal.asked).toHaveLength(2);
});

test('an answer that says so is taken for a dead address as well', async () => {
	const bytes = made();
	answers = (range) => (fetched.length > 1 ? ranged(range) : new Response('', { status: 403 }));
	expect(read(await bytes.range(0, 2, never()))).toBe('01');
});

test('who may read no longer gets no address, and hears why', async () => {
	const bytes = made();
	await bytes.range(0, 2, never());
	portal.revoked = true;
	dead.add('https://files/1');
	const problem = await bytes.range(2, 4, never()).catch((thrown: unknown) => thrown);
	expect(problem).toBeInstanceOf(Problem);
	expect((problem as Problem).closed).toBe(true);
});

test('a store that is away is a problem that passes, and is asked again with a new address', async () => {
	const bytes = made();
	dead = new Set(['https://files/1', 'https://files/2']);
	const problem = await bytes.range(0, 2, never()).catch((thrown: unknown) => thrown);
	expect((problem as Problem).passing).toBe(true);
	expect(read(await bytes.range(0, 2, never()))).toBe('01');
	expect(portal.asked).toHaveLength(3);
});

test('what nobody waits for any more is not asked for again', async () => {
	const over = new AbortController();
	over.abort();
	await expect(made().range(0, 2, over.signal)).rejects.not.toBeInstanceOf(Problem);
	expect(portal.asked).toHaveLength(1);
});
