/** Pages that are put on paper in place of what the screen shows. */

import type { Size } from './layout.ts';
import './paper.css';

export class Paper {
	#pages = document.createElement('div');
	#sizes: string[] = [];

	constructor() {
		this.#pages.className = 'paper-pages';
		this.#pages.ariaHidden = 'true';
	}

	/** @param size in pixels, of a sheet that is as large as this page; without one it is put on
	 *  whatever paper there is */
	add(page: HTMLElement, size?: Size): void {
		page.classList.add('paper-page');
		if (size) {
			page.style.width = `${size.width}px`;
			page.style.height = `${size.height}px`;
			page.style.setProperty('page', this.#sheetOf(size));
		}
		this.#pages.append(page);
	}

	/** Prints it, and takes it away when the browser has what it needs. */
	print(): void {
		const sheets = new CSSStyleSheet();
		sheets.replaceSync(this.#sizes.map((size, at) => `@page sheet-${at} { ${size} }`).join('\n'));
		document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheets];
		document.body.append(this.#pages);
		window.addEventListener('afterprint', () => this.#clear(sheets), { once: true });
		window.print();
	}

	#clear(sheets: CSSStyleSheet) {
		document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheets);
		for (const image of this.#pages.querySelectorAll('img')) URL.revokeObjectURL(image.src);
		this.#pages.remove();
	}

	/** The name of such sheets (CSS Paged Media 3, 5.1). */
	#sheetOf({ width, height }: Size): string {
		const size = `size: ${width}px ${height}px; margin: 0`;
		if (!this.#sizes.includes(size)) this.#sizes.push(size);
		return `sheet-${this.#sizes.indexOf(size)}`;
	}
}

/** A picture that is here already, once it can be drawn. */
export async function imageOf(blob: Blob): Promise<HTMLImageElement> {
	const image = new Image();
	image.src = URL.createObjectURL(blob);
	await image.decode();
	return image;
}
