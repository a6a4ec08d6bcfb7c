/** A portal and a store that take uploads, for tests: what was asked of them, and what they have. */

import { vi } from 'vitest';
import { Problem } from '#lib/api/problem.ts';

export const SIZE = 4; // bytes in a part

export const portal = {
	asked: [] as string[],
	/** How many parts' addresses were asked for in each call. */
	batches: [] as number[],
	digests: new Map<number, string>(),
	received: [] as number[],
	/** What the portal answers, by the end of the address; after those it answers well. */
	answers: {} as Record<string, { status: number; code: string; field?: string }[]>,
	/** What the store answers; a problem is thrown. */
	store: [] as (number | Problem)[],
	puts: [] as { url: string; text: string }[],
	under: 0,
	most: 0,
	/** Called before the store answers. */
	whenPut: async () => {}
};

export function reset(): void {
	Object.assign(portal, { asked: [], batches: [], digests: new Map(), received: [], answers: {} });
	Object.assign(portal, { store: [], puts: [], under: 0, most: 0, whenPut: async () => {} });
	vi.stubGlobal('window', Object.assign(new EventTarget(), { navigator: { onLine: true } }));
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
}

/** Lets time pass until it is so; files are read and digested in a time of their own. */
export async function until(isSo: () => boolean): Promise<void> {
	for (let turns = 0; !isSo(); turns++) {
		if (turns === 10_000) throw new Error('It never was so.');
		await vi.advanceTimersByTimeAsync(10);
		await new Promise((resolve) => setImmediate(resolve));
	}
}

/** Lets work go on, but no time pass, until it is so: what waits for a timer never comes. */
export async function atOnce(isSo: () => boolean): Promise<void> {
	for (let turns = 0; !isSo(); turns++) {
		if (turns === 100_000) throw new Error('It was not so at once.');
		await new Promise((resolve) => setImmediate(resolve));
	}
}

interface Call {
	body?: { size?: number; parts?: { number: number; sha256: string }[] };
	signal?: AbortSignal;
}

export async function POST(path: string, { body, signal }: Call) {
	signal?.throwIfAborted();
	const what = path.split('/').pop()!;
	portal.asked.push(what);
	const refusal = portal.answers[what]?.shift();
	if (refusal) {
		return {
			response: new Response(null, { status: refusal.status }),
			error: { detail: '', ...refusal }
		};
	}
	return { response: new Response(), data: answers[what]?.(body ?? {}) ?? {} };
}

const answers: Record<string, (body: NonNullable<Call['body']>) => object> = {
	documents: ({ size = 0 }) => ({
		document_id: 'd-1',
		part_size: SIZE,
		parts: Math.ceil(size / SIZE),
		received: portal.received
	}),
	addresses: ({ parts = [] }) => {
		portal.batches.push(parts.length);
		for (const { number, sha256 } of parts) portal.digests.set(number, sha256);
		return {
			items: parts.map(({ number }) => ({ number, url: `store/${number}/${portal.asked.length}` }))
		};
	}
};

export async function put(
	url: string,
	bytes: ArrayBuffer,
	signal: AbortSignal,
	sent: (bytes: number) => void
): Promise<number> {
	portal.most = Math.max(portal.most, ++portal.under);
	portal.puts.push({ url, text: new TextDecoder().decode(bytes) });
	await portal.whenPut();
	portal.under--;
	signal.throwIfAborted();
	sent(bytes.byteLength);
	const next = portal.store.shift() ?? 200;
	if (next instanceof Problem) throw next;
	return next;
}

/** The texts that were sent, in the order of their parts. */
export const texts = () =>
	portal.puts
		.map(({ url, text }) => [Number(url.split('/')[1]), text] as const)
		.sort(([one], [other]) => one - other)
		.map(([, text]) => text);
