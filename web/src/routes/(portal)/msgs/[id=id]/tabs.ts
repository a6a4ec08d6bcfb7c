/** The tabs of a conversation: a new one needs a line here, and a folder with its page. */
export const TABS = [
	{ label: 'Messages', path: '' },
	{ label: 'Files', path: '/files' },
	{ label: 'Pinned', path: '/pinned' }
];
