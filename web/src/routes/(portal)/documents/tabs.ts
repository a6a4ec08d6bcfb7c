/** The parts of Docs. A narrowing by firm and matter holds in both. */
export const TABS = [
	{ label: 'Files', path: '/documents' },
	{ label: 'Forms', path: '/documents/forms' }
];
