/** The form that the components below show, and where each question of it stands on the page. */

import { createContext } from 'svelte';
import type { Filling } from './filling.svelte.ts';
import type { AnsweredQuestion } from './model.ts';

export const [getFilling, setFilling] = createContext<Filling>();

/** What a control of a question is given. */
export interface Control<Question = AnsweredQuestion> {
	question: Question;
	path: string;
	/** What is answered, finished or not. */
	value: unknown;
	put: (value: never) => void;
	/** The ids of what is said of it. */
	described: string | undefined;
	/** The parts that are wrong; '' where it is all of it. */
	wrong: string[];
}

/** The id of a question's field, or of one of its parts. */
export const fieldId = (path: string, part = '') =>
	['a', ...path.split('/'), part].filter(Boolean).join('-');

/** The id of a question with all that is said of it. */
export const placeId = (path: string) => `q-${fieldId(path)}`;

/** Moves to a question: its first field, or the one that is meant. */
export function moveTo(path: string, part = ''): void {
	const place = document.getElementById(placeId(path));
	const first = place?.querySelector<HTMLElement>('input:not([hidden]), textarea, select, button');
	const field = document.getElementById(fieldId(path, part)) ?? first;
	place?.scrollIntoView({ block: 'start' });
	field?.focus();
}
