/** The same in Spanish. */

import type { Problem } from '#lib/api/problem.ts';
import type { Wording } from './words.ts';

const TOLD: Record<string, string> = {
	offline:
		'Parece que no tiene conexión. No se ha perdido nada. Compruebe su conexión e inténtelo de nuevo.',
	unavailable:
		'Ahora no podemos llegar al portal. No se ha perdido nada. Inténtelo de nuevo en un momento.',
	not_found: 'Aquí no hay nada que usted pueda ver.',
	forbidden: 'Esto no es para que usted lo vea o lo cambie.',
	matter_closed: 'Este asunto está cerrado.',
	page_failed:
		'Algo falló en esta página. No se ha perdido nada. Vuelva a cargarla o use otro navegador.',
	file_empty: 'Este archivo está vacío.',
	file_program: 'No se pueden enviar programas.',
	file_another: 'Este es otro archivo. Elija el mismo, por favor.',
	refused: 'Este archivo no se pudo enviar. Inténtelo de nuevo.',
	upload_lost: 'Este archivo no se pudo enviar. Inténtelo de nuevo.',
	unreadable: 'Este archivo se cambió o ya no está. Elíjalo otra vez.'
};

function why({ code, extra }: Problem): string {
	if (code === 'file_too_large')
		return `Demasiado grande: un archivo puede tener hasta ${extra.most}.`;
	return (
		TOLD[code] ??
		'Esto no ha funcionado. No se ha perdido nada. Si sigue así, avise a su despacho, por favor.'
	);
}

export const spanish: Wording = {
	language: 'Idioma',
	page: (number, of) => `Página ${number} de ${of}`,
	answered: (answered, asked) => `${answered} de ${asked} respondidas`,
	review: 'Revise sus respuestas',
	reviewText: 'Esto es lo que recibe el despacho. Todavía puede cambiar cualquier cosa.',
	back: 'Atrás',
	next: 'Siguiente',
	toReview: 'Revisar las respuestas',
	change: 'Cambiar',
	optional: 'opcional',
	saving: 'Guardando…',
	saved: (time) => `Guardado ${time}`,
	savesByItself: 'Se guarda mientras escribe',
	notSaved: 'Aún sin guardar: no hay conexión',
	notSavedYet: 'Aún sin guardar',
	from: (name) => `De ${name}`,
	together: 'Rellenan este formulario juntos. Cada uno ve lo que responde el otro.',
	filledBy: (names) => `Lo rellenan ${new Intl.ListFormat('es').format(names)}.`,
	problems: (count) =>
		count === 1 ? 'Hay que revisar una respuesta' : `Hay que revisar ${count} respuestas`,
	goOn: 'Seguir y volver a esto más tarde',
	characters: (left) =>
		left < 0
			? `Sobran ${-left} ${left === -1 ? 'carácter' : 'caracteres'}`
			: `Quedan ${left} ${left === 1 ? 'carácter' : 'caracteres'}`,
	yes: 'Sí',
	no: 'No',
	choose: 'Elija',
	clear: 'Borrar esta respuesta',
	severalHint: 'Elija todas las que correspondan.',
	year: 'Año',
	month: 'Mes',
	day: 'Día',
	openEnd: 'Déjelo vacío si todavía continúa.',
	add: (row) => `Añadir: ${row}`,
	remove: 'Quitar',
	removeRow: (row, number) => `Quitar ${row} ${number}`,
	removed: (row) => `Se quitó: ${row}.`,
	putBack: 'Volver a poner',
	noRows: 'Todavía no hay nada.',
	addFiles: 'Añadir archivos',
	takePhoto: 'Hacer una foto',
	fileLimits: (size) => `Hasta ${size} cada uno, de cualquier tipo menos programas.`,
	removeFile: (name) => `Quitar ${name}`,
	fileStates: {
		uploading: 'Todavía no ha llegado',
		checking: 'Se está comprobando',
		ready: 'Listo',
		refused: 'No se puede usar',
		revoked: 'Retirado'
	},
	file: 'Archivo',
	parts: {
		street: 'Calle y número',
		more: 'Apartamento, piso u otro',
		city: 'Ciudad',
		region: 'Estado o región',
		postal_code: 'Código postal',
		country: 'País',
		name: 'Nombre',
		email: 'Correo electrónico',
		phone: 'Teléfono',
		from: 'Desde',
		to: 'Hasta',
		agreed: 'Conformidad'
	},
	signName: 'Escriba su nombre completo',
	signAgree: 'Firmo esto con mi nombre escrito.',
	signedAgain:
		'Se cambiaron respuestas después de firmar. Marque la casilla otra vez para firmarlas como están ahora.',
	differing: 'Hay dos respuestas a esto. ¿Cuál es la correcta?',
	empty: 'Sin respuesta',
	notAnswered: 'Sin respuesta',
	range: (from, to) => (to ? `${from} a ${to}` : `Desde ${from}`),
	noFile: 'Este archivo no está aquí',
	signed: 'Firmado por',
	version: 'declaración, versión',
	you: 'Usted',
	useThis: 'Usar esta respuesta',
	send: (firm) => `Enviar a ${firm}`,
	sendOnce:
		'Una vez enviado queda como está. Todos los que participan en el asunto lo encuentran en sus documentos, en PDF. El despacho puede abrirlo de nuevo si hay que cambiar algo.',
	sendsForAll: 'Se envía una sola vez, por todos los que lo rellenan.',
	moved: 'Entretanto se cambió algo. Mírelo otra vez antes de enviarlo:',
	movedNothing: 'Entretanto se cambió algo. Mire sus respuestas otra vez.',
	late: 'Lo último que escribió llegó demasiado tarde y no se guardó.',
	telling: {
		why,
		back: 'Ya hay conexión otra vez. No se ha perdido nada. Inténtelo de nuevo.',
		again: 'Intentar de nuevo'
	},
	uploads: {
		part: (sent, size) => `${sent} de ${size}`,
		stalled: 'Esperando la conexión',
		waiting: 'En espera',
		paused: 'En pausa',
		elsewhere: 'Se está enviando en otra pestaña',
		chooseAgain: 'Elija el archivo otra vez para continuar.',
		why,
		howMuch: (name) => `Cuánto ha llegado de ${name}`,
		pause: (name) => `Poner en pausa ${name}`,
		goOn: (name) => `Continuar con ${name}`,
		tryAgain: (name) => `Intentar de nuevo con ${name}`,
		choose: 'Elegir',
		chooseIt: (name) => `${name} otra vez`,
		remove: (name) => `Quitar ${name}`
	},
	errors: {
		refused: () => 'Mire esta respuesta otra vez, por favor.',
		required: 'Responda a esto, por favor.',
		requiredChoice: 'Elija una respuesta, por favor.',
		requiredFile: 'Añada un archivo, por favor.',
		requiredDate: 'Ponga una fecha, por favor.',
		requiredPart: (part) => `Falta: ${part}.`,
		signName: 'Escriba su nombre, por favor.',
		signAgree: 'Marque la casilla para firmar.',
		form: 'Mire esta respuesta otra vez, por favor.',
		email: 'Ponga una dirección de correo, como nombre@example.com.',
		phone: 'Ponga un número de teléfono, como 212 555 0142.',
		date: 'Ponga un día que exista, con su mes y su año de cuatro cifras.',
		money: 'Ponga un importe, como 1200.50.',
		number: 'Ponga un número.',
		characters: 'Contiene un carácter que no se puede usar. Escríbalo otra vez.',
		tooLong: (limit) => `Acórtelo a ${limit} caracteres.`,
		atLeast: (limit) => `Debe ser ${limit} o más.`,
		atMost: (limit) => `Debe ser ${limit} o menos.`,
		notBefore: (day) => `Debe ser el ${day} o después.`,
		notAfter: (day) => `Debe ser el ${day} o antes.`,
		decimals: (limit) =>
			limit === '0' ? 'Ponga un número entero.' : `No más de ${limit} cifras decimales.`,
		order: 'El final no puede ser anterior al comienzo.',
		option: 'Lo que se eligió ya no se ofrece. Elija otra vez.',
		tooFew: (limit) => `Elija al menos ${limit}.`,
		tooMany: (limit) => `No elija más de ${limit}.`,
		tooFewRows: (limit) => `Añada al menos ${limit}.`,
		tooManyRows: (limit) => `No puede haber más de ${limit}.`,
		tooManyFiles: (limit) => `No puede haber más de ${limit} archivos.`,
		fileRefused: 'Un archivo no se puede usar. Quítelo o añada otro.',
		fileMoving: 'Un archivo se está comprobando todavía. Tarda un momento.',
		fileMissing: 'Un archivo todavía no ha llegado.',
		unsettled: 'Hay dos respuestas a esto. Elija una.',
		unsigned: 'Se cambiaron respuestas después de firmar. Firme otra vez.'
	}
};
