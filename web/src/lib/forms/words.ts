/** All that a form says of itself, in the languages that these pages speak. */

import { english as inEnglish } from '#lib/api/problem.ts';
import { english as ofUploads } from '#lib/uploads/words.ts';
import { spanish } from './words.es.ts';

export const english = {
	language: 'Language',
	page: (number: number, of: number) => `Page ${number} of ${of}`,
	answered: (answered: number, asked: number) => `${answered} of ${asked} answered`,
	review: 'Check your answers',
	reviewText: 'This is what the firm gets. You can still change anything.',
	back: 'Back',
	next: 'Next',
	toReview: 'Check your answers',
	change: 'Change',
	optional: 'optional',
	saving: 'Saving …',
	saved: (time: string) => `Saved ${time}`,
	savesByItself: 'Saves as you type',
	notSaved: 'Not saved yet: no connection',
	notSavedYet: 'Not saved yet',
	from: (name: string) => `From ${name}`,
	together: 'You fill in this form together. Each of you sees what the other answers.',
	filledBy: (names: string[]) => `Filled in by ${new Intl.ListFormat('en').format(names)}.`,
	problems: (count: number) =>
		count === 1 ? 'One answer needs another look' : `${count} answers need another look`,
	goOn: 'Go on and come back to this later',
	characters: (left: number) =>
		left < 0
			? `${-left} ${left === -1 ? 'character' : 'characters'} too many`
			: `${left} ${left === 1 ? 'character' : 'characters'} left`,
	yes: 'Yes',
	no: 'No',
	choose: 'Choose',
	clear: 'Clear this answer',
	severalHint: 'Choose all that apply.',
	year: 'Year',
	month: 'Month',
	day: 'Day',
	openEnd: 'Leave it empty if it still goes on.',
	add: (row: string) => `Add: ${row}`,
	remove: 'Remove',
	removeRow: (row: string, number: number) => `Remove ${row} ${number}`,
	removed: (row: string) => `${row} was removed.`,
	putBack: 'Put back',
	noRows: 'Nothing added yet.',
	addFiles: 'Add files',
	takePhoto: 'Take a photo',
	fileLimits: (size: string) => `Up to ${size} each, of any kind but programs.`,
	removeFile: (name: string) => `Remove ${name}`,
	fileStates: {
		uploading: 'Has not arrived yet',
		checking: 'Being checked',
		ready: 'Ready',
		refused: 'Cannot be used',
		revoked: 'Taken back'
	},
	file: 'File',
	parts: {
		street: 'Street and number',
		more: 'Apartment, suite or other',
		city: 'City',
		region: 'State or region',
		postal_code: 'ZIP or postal code',
		country: 'Country',
		name: 'Name',
		email: 'E-mail',
		phone: 'Phone',
		from: 'From',
		to: 'To',
		agreed: 'Agreement'
	} as Record<string, string>,
	signName: 'Type your full name',
	signAgree: 'I sign this with my typed name.',
	signedAgain:
		'Answers were changed after this was signed. Please tick the box once more to sign them as they are now.',
	differing: 'There are two answers to this. Which one is right?',
	empty: 'No answer',
	notAnswered: 'Not answered',
	range: (from: string, to: string | undefined) => (to ? `${from} to ${to}` : `Since ${from}`),
	noFile: 'This file is not here',
	signed: 'Signed by',
	version: 'statement, version',
	you: 'You',
	useThis: 'Use this answer',
	send: (firm: string) => `Send to ${firm}`,
	sendOnce:
		'Once it is sent it stays as it is. All who take part in the matter find it in its documents, as a PDF. The firm can open it again if something must change.',
	sendsForAll: 'It is sent once, for all who fill it in.',
	moved: 'Something was changed meanwhile. Please look at it once more before you send it:',
	movedNothing: 'Something was changed meanwhile. Please look at your answers once more.',
	late: 'What you wrote last came too late and was not kept.',
	telling: inEnglish,
	uploads: ofUploads,
	errors: {
		// The portal says in English why it does not take an answer.
		refused: (said: string) => said || 'Please look at this answer again.',
		required: 'Please answer this.',
		requiredChoice: 'Please choose an answer.',
		requiredFile: 'Please add a file.',
		requiredDate: 'Please enter a date.',
		requiredPart: (part: string) => `Please fill in: ${part}.`,
		signName: 'Please type your name.',
		signAgree: 'Please tick the box to sign.',
		form: 'Please look at this answer again.',
		email: 'Please enter an e-mail address, such as name@example.com.',
		phone: 'Please enter a phone number, such as 212 555 0142.',
		date: 'Please enter a day that exists, with its month and its year in four digits.',
		money: 'Please enter an amount, such as 1200.50.',
		number: 'Please enter a number.',
		characters: 'There is a character in it that cannot be used. Please type it again.',
		tooLong: (limit: string) => `Please shorten it to ${limit} characters.`,
		atLeast: (limit: string) => `It must be ${limit} or more.`,
		atMost: (limit: string) => `It must be ${limit} or less.`,
		notBefore: (day: string) => `It must be ${day} or later.`,
		notAfter: (day: string) => `It must be ${day} or earlier.`,
		decimals: (limit: string) =>
			limit === '0'
				? 'Please enter a whole number.'
				: `Please use no more than ${limit} digits after the point.`,
		order: 'The end must not be before the beginning.',
		option: 'What was chosen is not offered any more. Please choose again.',
		tooFew: (limit: string) => `Please choose at least ${limit}.`,
		tooMany: (limit: string) => `Please choose no more than ${limit}.`,
		tooFewRows: (limit: string) => `Please add at least ${limit}.`,
		tooManyRows: (limit: string) => `There may be no more than ${limit}.`,
		tooManyFiles: (limit: string) => `There may be no more than ${limit} files.`,
		fileRefused: 'A file here cannot be used. Please remove it or add another one.',
		fileMoving: 'A file here is still being checked. That takes a moment.',
		fileMissing: 'A file here has not arrived yet.',
		unsettled: 'There are two answers to this. Please choose one.',
		unsigned: 'Answers were changed after this was signed. Please sign again.'
	}
};

export type Wording = typeof english;

export const wording = (language: string): Wording =>
	language.split('-')[0] === 'es' ? spanish : english;
