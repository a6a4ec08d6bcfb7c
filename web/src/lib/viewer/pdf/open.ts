/** Opens a PDF with pdf.js: what of it is looked at is fetched, and nothing else. */

import {
	getDocument,
	GlobalWorkerOptions,
	PDFDataRangeTransport,
	type PDFDocumentLoadingTask
} from 'pdfjs-dist/legacy/build/pdf.mjs';
import worker from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';
import type { Problem } from '#lib/api/problem.ts';
import type { Bytes } from '../bytes.ts';
import { Ranges } from './ranges.ts';

const PIECE = 128 * 1024; // bytes asked for at once at least

GlobalWorkerOptions.workerSrc = worker;

export interface Opening {
	task: PDFDocumentLoadingTask;
	/** Asks again for what could not be had. */
	again: () => void;
}

/** @param tell takes why something has not come, and nothing once it is asked for again */
export function open(
	bytes: Bytes,
	size: number,
	tell: (problem: Problem | undefined) => void
): Opening {
	const transport = new Transport(bytes, size, tell);
	const task = getDocument({
		range: transport,
		rangeChunkSize: PIECE,
		disableAutoFetch: true,
		disableStream: true,
		cMapUrl: `${__PDF_READER__}/cmaps/`,
		iccUrl: `${__PDF_READER__}/iccs/`,
		standardFontDataUrl: `${__PDF_READER__}/standard_fonts/`,
		wasmUrl: `${__PDF_READER__}/wasm/`
	});
	return { task, again: () => void transport.ranges.again() };
}

class Transport extends PDFDataRangeTransport {
	readonly ranges: Ranges;

	constructor(bytes: Bytes, size: number, tell: (problem: Problem | undefined) => void) {
		super(size, null);
		const give = (begin: number, piece: ArrayBuffer) =>
			this.onDataRange(begin, new Uint8Array(piece));
		this.ranges = new Ranges(bytes, give, tell);
	}

	override requestDataRange(begin: number, end: number): void {
		void this.ranges.ask(begin, end);
	}

	override abort(): void {
		this.ranges.stop();
	}
}
