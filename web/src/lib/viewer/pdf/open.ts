/** Opens a PDF with pdf.js: what of it is looked at is fetched, and nothing else. */

import {
	getDocument,
	GlobalWorkerOptions,
	PDFDataRangeTransport,
	PDFWorker,
	type PDFDocumentLoadingTask
} from 'pdfjs-dist/legacy/build/pdf.mjs';
import worker from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';
import type { Problem } from '#lib/api/problem.ts';
import type { Bytes } from '../bytes.ts';
import { PIECE, Ranges } from './ranges.ts';

GlobalWorkerOptions.workerSrc = worker;

let spare: PDFWorker | undefined;
let starting: Promise<void> | undefined;

export interface Opening {
	task: PDFDocumentLoadingTask;
	close: () => void;
	/** Asks again for what could not be had. */
	again: () => void;
}

/** Starts a reader for the next document that is opened: its script takes a while to be understood. One
 *  whose script cannot be had would do its work where the page lives, for as long as that does. */
export async function prepare(): Promise<void> {
	if (spare) return;
	// Every link of a list wants one at the same moment.
	starting ??= start().finally(() => (starting = undefined));
	await starting;
}

async function start(): Promise<void> {
	const script = await fetch(worker);
	await script.arrayBuffer();
	if (script.ok) spare = new PDFWorker();
}

function reader(): PDFWorker {
	const ready = spare ?? new PDFWorker();
	spare = undefined;
	return ready;
}

/** @param tell takes why something has not come, and nothing once it is asked for again */
export function open(
	bytes: Bytes,
	size: number,
	tell: (problem: Problem | undefined) => void
): Opening {
	const transport = new Transport(bytes, size, tell);
	const worker = reader();
	const task = getDocument({
		worker,
		range: transport,
		rangeChunkSize: PIECE,
		disableAutoFetch: true,
		disableStream: true,
		cMapUrl: `${__PDF_READER__}/cmaps/`,
		iccUrl: `${__PDF_READER__}/iccs/`,
		standardFontDataUrl: `${__PDF_READER__}/standard_fonts/`,
		wasmUrl: `${__PDF_READER__}/wasm/`
	});
	const close = () => void task.destroy().finally(() => worker.destroy());
	return { task, close, again: () => void transport.ranges.again() };
}

class Transport extends PDFDataRangeTransport {
	readonly ranges: Ranges;

	constructor(bytes: Bytes, size: number, tell: (problem: Problem | undefined) => void) {
		super(size, null);
		const give = (begin: number, piece: ArrayBuffer) =>
			this.onDataRange(begin, new Uint8Array(piece));
		this.ranges = new Ranges(bytes, give, tell);
		this.ranges.begin(size);
	}

	override requestDataRange(begin: number, end: number): void {
		void this.ranges.ask(begin, end);
	}

	override abort(): void {
		this.ranges.stop();
	}
}
