import { expect, test, vi } from 'vitest';
import { asProblem, problemIn, unanswered } from './problem.ts';

const answered = (status: number, body: unknown = '<html>') =>
	problemIn(new Response(null, { status }), body);

test.each([403, 404, 400, 405, 413])('%i, whoever answers it, is no silence', (status) => {
	const problem = answered(status);
	expect(problem.passing).toBe(false);
	expect(problem.message).not.toMatch(/reach/);
});

test.each([429, 500, 502, 503, 504])('%i may be tried again', (status) => {
	const problem = answered(status);
	expect(problem.passing).toBe(true);
	expect(problem.message).toMatch(/try again/);
});

test('what is not there and what is not allowed close the door', () => {
	expect([401, 403, 404, 409, 503].filter((status) => answered(status).closed)).toEqual([403, 404]);
});

test('the portal’s own words are kept', () => {
	const body = { code: 'access_ended', detail: 'This matter is closed.', retry_after: 3 };
	const problem = answered(409, body);
	expect([problem.code, problem.message]).toEqual(['access_ended', 'This matter is closed.']);
	expect(problem.retryAfter).toBe(3);
});

test('no answer at all is one that may come', () => {
	expect(unanswered().passing).toBe(true);
});

test('a mistake of the page, or what its browser lacks, is reported and is no silent portal', () => {
	const reported = vi.fn();
	vi.stubGlobal('reportError', reported);
	const mistake = new TypeError('AbortSignal.any is not a function');
	const problem = asProblem(mistake);
	expect(problem.passing).toBe(false);
	expect(problem.message).not.toMatch(/reach/);
	expect(reported).toHaveBeenCalledWith(mistake);
});
