/** A file in parts: each is read, digested and sent as the very same bytes. */

export interface Part {
	number: number;
	bytes: ArrayBuffer;
	/** SHA-256 of the bytes, in base64. */
	sha256: string;
}

/** Reads one part, counted from 1. Throws where the file was changed or taken away meanwhile. */
export async function readPart(file: Blob, number: number, size: number): Promise<Part> {
	const bytes = await file.slice((number - 1) * size, number * size).arrayBuffer();
	return { number, bytes, sha256: base64(await crypto.subtle.digest('SHA-256', bytes)) };
}

/** How many bytes part `number` has; the last one has the rest. */
export const lengthOf = (file: number, size: number, number: number) =>
	Math.min(size, file - (number - 1) * size);

const base64 = (digest: ArrayBuffer) => btoa(String.fromCharCode(...new Uint8Array(digest)));
