/** Hints of the live stream: that something changed and what it was about, not what it says. */

export interface Hint {
	/** The kind of fact, such as `message.sent`; `resync` after a gap, in which any may be lost. */
	type: string;
	matter_id?: string;
	about?: { kind: string; id: string };
}

/** Whether something of this kind, or this very thing, may have changed. After a gap anything may. */
export function concerns({ type, about }: Hint, kind: string, id?: string): boolean {
	if (type === 'resync') return true;
	return about?.kind === kind && (id === undefined || about.id === id);
}

/** Reads the text of a stream (WHATWG server-sent events) in whatever pieces it comes. */
export class HintReader {
	#rest = '';

	/** The hints that this piece completes. */
	read(piece: string): Hint[] {
		const blocks = (this.#rest + piece).replaceAll('\r\n', '\n').split('\n\n');
		this.#rest = blocks.pop()!;
		return blocks.flatMap((block) => hintIn(block) ?? []);
	}
}

/** Null for a heartbeat. */
function hintIn(block: string): Hint | null {
	const field = (name: string) =>
		block
			.split('\n')
			.filter((line) => line.startsWith(`${name}:`))
			.map((line) => line.slice(name.length + 1).trimStart())
			.join('\n');
	const type = field('event');
	if (!type) return null;
	const data = field('data');
	return { ...(data.startsWith('{') ? JSON.parse(data) : {}), type };
}
