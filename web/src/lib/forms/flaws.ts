/** All that stands between a form and its being sent: what the answers lack, and what lies beside them. */

import type { FormAnswer } from '#lib/api/client.ts';
import type { Code } from './answers.ts';
import type { Filling } from './filling.svelte.ts';
import { isAnswered } from './outline.ts';

/** `code`: beside those of the verdict what only the portal knows. `message`: its own words. */
export interface Flaw {
	path: string;
	code: Code | 'file' | 'unsettled' | 'unsigned' | 'refused';
	limit: string;
	part: string;
	message?: string;
}

type Looked = Pick<Filling, 'verdict' | 'values' | 'form' | 'others' | 'saving' | 'outline'>;

/** In the order of asking. `refused`: what the portal has said when it was to be sent. */
export function flaws(looked: Looked, known: Record<string, FormAnswer>, refused: Flaw[]): Flaw[] {
	const { verdict } = looked;
	const place = new Map(verdict.asked.map((path, at) => [path, at]));
	const own = [
		...verdict.problems.filter(({ code }) => code !== 'unknown'),
		...verdict.asked.flatMap((path) => beside(looked, known, path))
	];
	const more = refused.filter(
		({ path }) => place.has(path) && !own.some((one) => one.path === path)
	);
	return [...own, ...more].sort((a, b) => (place.get(a.path) ?? 0) - (place.get(b.path) ?? 0));
}

function beside(looked: Looked, known: Record<string, FormAnswer>, path: string): Flaw[] {
	const { values, others, saving, outline } = looked;
	const kind = outline.at(path)?.kind;
	const message = saving.drafts[path]?.refused;
	return [
		...(message ? [{ ...flaw(path, 'refused'), message }] : []),
		...(others.some((other) => other.path === path) ? [flaw(path, 'unsettled')] : []),
		...(kind === 'files' ? notReady(looked, path) : []),
		...(kind === 'signature' && isAnswered(values[path]) && isOld(looked, known, path)
			? [flaw(path, 'unsigned')]
			: [])
	];
}

/** `limit`: how the first file stands that is not ready. */
function notReady({ form, values }: Looked, path: string): Flaw[] {
	const value = values[path];
	const ids: unknown[] = Array.isArray(value) ? value : [];
	const states = ids.map(
		(id) => form?.files.find(({ document_id }) => document_id === id)?.state ?? 'uploading'
	);
	const bad = states.find((state) => state === 'refused' || state === 'revoked');
	const moving = states.find((state) => state !== 'ready');
	return moving ? [{ ...flaw(path, 'file'), limit: bad ?? moving }] : [];
}

/** Whether anything else was answered after it was signed. */
function isOld({ saving, outline }: Looked, known: Record<string, FormAnswer>, path: string) {
	if (saving.drafts[path]) return false;
	const others = (each: string) => outline.at(each)?.kind !== 'signature';
	const at = known[path]?.at ?? '';
	return (
		Object.keys(saving.drafts).some(others) ||
		Object.values(known).some((each) => others(each.path) && Date.parse(each.at) > Date.parse(at))
	);
}

const flaw = (path: string, code: Flaw['code']): Flaw => ({ path, code, limit: '', part: '' });
