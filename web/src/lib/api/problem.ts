/** Everything that can go wrong with a call, as one type with words for a person. */

const WORDS: Record<string, string> = {
	offline: 'You seem to be offline. Nothing is lost. Please check your connection, then try again.',
	unavailable:
		'We cannot reach the portal right now. Nothing is lost. Please try again in a moment.',
	conflict: 'Another text was sent in its place, perhaps from another tab. This one is still here.',
	not_found: 'There is nothing here for you to see.',
	forbidden: 'This is not for you to see or to change.',
	error: 'This did not work. Nothing is lost. If it stays so, please tell your firm.',
	page_failed:
		'Something in this page went wrong. Nothing is lost. Please load the page again, or use another browser.'
};

/** How a problem is told, where nothing speaks another language. `back`: that it was the line, which is
 *  there again. */
export const english = {
	why: ({ message }: Problem) => message,
	back: 'The connection is back. Nothing is lost. Please try again.',
	again: 'Try again'
};

export type Telling = typeof english;

export class Problem extends Error {
	/** @param code one of the portal's error codes, or `offline` when no answer came at all
	 *  @param extra what the answer says beside it, such as `tries_left` or `retry_after` */
	constructor(
		readonly code: string,
		readonly status: number,
		message: string,
		readonly extra: Record<string, unknown> = {}
	) {
		super(message);
	}

	/** Whether sending the same again can help. */
	get passing(): boolean {
		return this.status === 0 || this.status === 429 || this.status >= 500;
	}

	/** It is not there, or not for this person; the portal tells nobody which. */
	get closed(): boolean {
		return this.status === 403 || this.status === 404;
	}

	/** Seconds that the portal asks to wait, 0 where it says nothing. */
	get retryAfter(): number {
		return Number(this.extra.retry_after) || 0;
	}
}

/** The problem in an answer that is no success (RFC 9457). */
export function problemIn(response: Response, body: unknown): Problem {
	const { code, detail, ...extra } = isProblemDetails(body) ? body : { code: '', detail: '' };
	const known = code || codeOf(response.status);
	return new Problem(known, response.status, WORDS[known] ?? (detail || WORDS.error!), extra);
}

/** A call that got no answer, as a problem. */
export function unanswered(): Problem {
	const code = navigator.onLine ? 'unavailable' : 'offline';
	return new Problem(code, 0, WORDS[code]!);
}

/** What was thrown, as a problem. A mistake of ours, or something that the browser lacks, is reported
 *  and said as what it is: the portal is not away, and trying the same again does not help. */
export function asProblem(thrown: unknown): Problem {
	if (thrown instanceof Problem) return thrown;
	reportError(thrown);
	return new Problem('page_failed', 400, WORDS.page_failed!);
}

/** Waits for it; answers what went wrong, if anything did. */
export async function problemOf(work: Promise<unknown>): Promise<Problem | undefined> {
	try {
		await work;
	} catch (thrown) {
		return asProblem(thrown);
	}
}

// Something between the browser and the portal may answer in its place, with a status and nothing else.
function codeOf(status: number): string {
	if (status >= 500 || status === 429) return 'unavailable';
	return { 403: 'forbidden', 404: 'not_found' }[status] ?? 'error';
}

function isProblemDetails(body: unknown): body is { code: string; detail: string } {
	return typeof body === 'object' && body !== null && 'code' in body;
}
