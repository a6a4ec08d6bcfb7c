/** Draws a page of a PDF: its picture, and above it its words and its links. */

import {
	RenderingCancelledException,
	TextLayer,
	type PDFPageProxy
} from 'pdfjs-dist/legacy/build/pdf.mjs';

const MOST = 16_000_000; // pixels of one picture; phones have no more

interface How {
	/** Pixels for each point. */
	scale: number;
	/** Degrees beyond those that the page itself says. */
	turn: number;
	/** Of the screen, for each of these pixels. */
	ratio?: number;
	intent?: 'display' | 'print';
	stopped: AbortSignal;
}

export async function picture(page: PDFPageProxy, how: How): Promise<HTMLCanvasElement> {
	const { scale, turn, ratio = window.devicePixelRatio, intent, stopped } = how;
	const rotation = page.rotate + turn;
	const { width, height } = page.getViewport({ scale, rotation });
	const fitting = Math.min(ratio, Math.sqrt(MOST / (width * height)));
	const viewport = page.getViewport({ scale: scale * fitting, rotation });
	const canvas = document.createElement('canvas');
	canvas.width = Math.max(1, Math.floor(viewport.width));
	canvas.height = Math.max(1, Math.floor(viewport.height));
	const task = page.render({ canvas, viewport, intent });
	stopped.addEventListener('abort', () => task.cancel());
	await task.promise;
	return canvas;
}

/** Whether it only means that nobody wants to see the page any more. */
export const isStopped = (thrown: unknown): boolean =>
	thrown instanceof RenderingCancelledException;

export interface Words {
	strings: string[];
	ends: boolean[];
	elements: HTMLElement[];
}

/** Puts the words into `layer`, which is of class `textLayer`. */
export async function words(page: PDFPageProxy, layer: HTMLElement, turn: number): Promise<Words> {
	const content = await page.getTextContent();
	const viewport = page.getViewport({ scale: 1, rotation: page.rotate + turn });
	layer.replaceChildren();
	const text = new TextLayer({ textContentSource: content, container: layer, viewport });
	await text.render();
	return {
		strings: text.textContentItemsStr,
		ends: content.items.flatMap((item) => ('str' in item ? [item.hasEOL] : [])),
		elements: text.textDivs
	};
}
