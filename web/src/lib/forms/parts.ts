/** Answers of several parts, such as an address. */

export type Parts = Record<string, string | boolean>;

export const partsOf = (value: unknown): Parts =>
	typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Parts) : {};

/** The answer with one part of it written anew; null where none is left. */
export function withPart(parts: Parts, part: string, value: string | boolean | null): Parts | null {
	const { [part]: _, ...rest } = parts;
	const now = value ? { ...rest, [part]: value } : rest;
	return Object.keys(now).length ? now : null;
}
