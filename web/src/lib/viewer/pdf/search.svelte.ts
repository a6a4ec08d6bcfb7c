/** Looks for words in all pages: how often they stand there, and one place after the other. */

import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { find, fold, type Folded, type Stretch } from './folded.ts';

/** Where it stands: on which page, counted from 1, and from where to where in its text. */
export interface Hit extends Stretch {
	page: number;
}

export class Search {
	query = $state('');
	hits = $state.raw<Hit[]>([]);
	/** Which of them one looks at. */
	at = $state(0);
	/** Whether there are pages that were not looked through yet. */
	busy = $state(false);
	/** No page has any text: they are pictures of paper. */
	silent = $state(false);

	#pdf: PDFDocumentProxy;
	#pages = new Map<number, Promise<Folded>>();
	#run = 0;

	constructor(pdf: PDFDocumentProxy) {
		this.#pdf = pdf;
	}

	get hit(): Hit | undefined {
		return this.hits[this.at];
	}

	on(page: number): Hit[] {
		return this.hits.filter((hit) => hit.page === page);
	}

	/** Looks through all pages; `from` is where one is, so that the next place from there comes first. */
	async look(query: string, from: number): Promise<void> {
		const run = ++this.#run;
		const isOver = () => run !== this.#run;
		this.query = query;
		this.hits = [];
		this.at = 0;
		this.busy = query.trim() !== '';
		let letters = 0;
		for (let page = 1; this.busy && page <= this.#pdf.numPages; page++) {
			const folded = await this.#text(page);
			if (isOver()) return;
			letters += folded.text.trim().length;
			const found = find(query, folded).map((stretch) => ({ page, ...stretch }));
			if (found.length > 0) this.#add(found, from);
		}
		this.silent = this.busy && letters === 0;
		this.busy = false;
	}

	step(by: 1 | -1): void {
		const { length } = this.hits;
		if (length > 0) this.at = (this.at + by + length) % length;
	}

	end(): void {
		void this.look('', 1);
	}

	#add(found: Hit[], from: number) {
		const isReached = this.hit && this.hit.page >= from;
		const before = this.hits.length;
		this.hits = [...this.hits, ...found];
		if (!isReached && found[0]!.page >= from) this.at = before;
	}

	#text(page: number): Promise<Folded> {
		const known = this.#pages.get(page) ?? this.#read(page);
		this.#pages.set(page, known);
		return known;
	}

	async #read(number: number): Promise<Folded> {
		const page = await this.#pdf.getPage(number);
		return fold(textOf((await page.getTextContent()).items as TextItem[]));
	}
}

interface TextItem {
	str?: string;
	hasEOL?: boolean;
}

/** The text of a page; each item that has one begins where `starts` of `marks.ts` says. */
export const textOf = (items: TextItem[]): string =>
	items
		.filter(({ str }) => str !== undefined)
		.map(({ str, hasEOL }) => str + (hasEOL ? '\n' : ''))
		.join('');
