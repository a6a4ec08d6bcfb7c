/** A workbook as the portal has read it: the first rows and columns of its first sheets, as text. */

import { inDigits } from '#lib/format.ts';

export interface Book {
	sheets: Sheet[];
	more_sheets: number;
}

export interface Sheet {
	name: string;
	/** Empty cells at the end of a row are left out. */
	rows: string[][];
	more_rows: number;
	more_columns: number;
}

/** A, B, … Z, AA, … as many as the widest row needs. */
export function letters({ rows }: Sheet): string[] {
	const columns = Math.max(1, ...rows.map((row) => row.length));
	return Array.from({ length: columns }, (_, at) => letter(at));
}

/** What of it is not here, in words; empty where all is. */
export function leftOut({ rows, more_rows, more_columns }: Sheet, more_sheets: number): string {
	const parts = [
		more_rows > 0 && `The first ${inDigits(rows.length)} rows are shown.`,
		more_columns > 0 && `${inDigits(more_columns)} more columns are not shown.`,
		more_sheets > 0 && `${inDigits(more_sheets)} more sheets are not shown.`
	].filter(Boolean);
	return parts.length > 0 ? [...parts, 'Download the file to see all of it.'].join(' ') : '';
}

function letter(at: number): string {
	const last = String.fromCharCode(65 + (at % 26));
	return at < 26 ? last : letter(Math.floor(at / 26) - 1) + last;
}
