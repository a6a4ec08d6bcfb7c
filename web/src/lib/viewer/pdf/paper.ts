/** Puts a PDF on paper: all of its pages as pictures, with their words beneath. */

import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { imageOf, Paper } from '../paper.ts';
import type { Printing } from '../printing.svelte.ts';
import { picture, words } from './draw.ts';

const DOTS = 150; // for each inch
const POINTS = 72;
const PIXELS = 96;
const QUALITY = 0.92;

export async function print(pdf: PDFDocumentProxy, printing: Printing): Promise<void> {
	const paper = new Paper();
	printing.pages = pdf.numPages;
	for (let number = 1; number <= pdf.numPages; number++) {
		const page = await pdf.getPage(number);
		const { width, height } = page.getViewport({ scale: PIXELS / POINTS });
		const drawn = await sheet(page, printing.stopped);
		if (printing.stopped.aborted) return;
		paper.add(drawn, { width, height });
		page.cleanup();
		printing.ready = number;
	}
	paper.print();
}

async function sheet(page: PDFPageProxy, stopped: AbortSignal): Promise<HTMLElement> {
	const how = { scale: DOTS / POINTS, turn: 0, ratio: 1, intent: 'print' as const, stopped };
	const canvas = await picture(page, how);
	const blob = await new Promise<Blob | null>((resolve) =>
		canvas.toBlob(resolve, 'image/jpeg', QUALITY)
	);
	canvas.width = 0; // browsers keep its memory for as long as they like
	const sheet = document.createElement('div');
	const layer = document.createElement('div');
	layer.className = 'textLayer';
	layer.style.setProperty('--total-scale-factor', String(PIXELS / POINTS));
	await words(page, layer, 0);
	sheet.append(layer, await imageOf(blob!));
	return sheet;
}
