/** What these pages say of answers to be read, in the form's own language where they speak it. */

const english = {
	none: 'Not answered',
	yes: 'Yes',
	no: 'No',
	range: (from: string, to: string | undefined) => (to ? `${from} to ${to}` : `Since ${from}`),
	noFile: 'This file is not here',
	signed: 'Signed by',
	version: 'statement, version'
};

export type ReadWords = typeof english;

const spanish: ReadWords = {
	none: 'Sin respuesta',
	yes: 'Sí',
	no: 'No',
	range: (from, to) => (to ? `${from} a ${to}` : `Desde ${from}`),
	noFile: 'Este archivo no está aquí',
	signed: 'Firmado por',
	version: 'declaración, versión'
};

export const readWords = (language: string): ReadWords =>
	language.split('-')[0] === 'es' ? spanish : english;
