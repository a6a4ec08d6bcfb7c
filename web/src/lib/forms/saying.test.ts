import { expect, test } from 'vitest';
import { Problem } from '#lib/api/problem.ts';
import { refusal } from '#lib/uploads/limits.ts';
import { stands } from '#lib/uploads/progress.ts';
import type { Upload } from '#lib/uploads/uploads.svelte.ts';
import { inWords } from './saying.ts';
import { wording } from './words.ts';

const LIMITS = { max_bytes: 100, refused_endings: ['exe'] } as Parameters<typeof refusal>[1];
const spanish = wording('es');

const refused = {
	path: 'name',
	code: 'refused',
	limit: '',
	part: '',
	message: 'Too odd.'
} as const;

test('why the portal does not take an answer is said in the language of the form', () => {
	expect(inWords(refused, undefined, wording('en'), 'en')).toBe('Too odd.');
	expect(inWords(refused, undefined, spanish, 'es')).toMatch(/^Mire esta respuesta/);
});

test.each([
	['a.pdf', 0, 'Este archivo está vacío.'],
	['a.pdf', 101, 'Demasiado grande: un archivo puede tener hasta 100 bytes.'],
	['a.exe', 1, 'No se pueden enviar programas.']
])('so is why %s of %i bytes cannot be sent', (name, size, said) => {
	const why = refusal({ name, size }, LIMITS);
	const item = { state: 'refused', size, sent: 0, stalled: false, why } as Upload;
	expect(stands(item, spanish.uploads)).toBe(said);
});

test.each(['offline', 'unavailable', 'matter_closed', 'what nobody thought of'])(
	'and what keeps it from being sent: %s',
	(code) => {
		const problem = new Problem(code, 503, 'In English.');
		expect(spanish.telling.why(problem)).not.toBe('In English.');
		expect(wording('en').telling.why(problem)).toBe('In English.');
	}
);
