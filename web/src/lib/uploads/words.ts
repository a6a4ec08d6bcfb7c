/** What is said of files on their way, where nothing speaks another language. */

import type { Problem } from '#lib/api/problem.ts';

export const english = {
	part: (sent: string, size: string) => `${sent} of ${size}`,
	stalled: 'Waiting for the connection',
	waiting: 'Waiting',
	paused: 'Paused',
	elsewhere: 'On its way in another tab',
	chooseAgain: 'Choose the file again to go on.',
	why: ({ message }: Problem) => message,
	howMuch: (name: string) => `How much of ${name} is there`,
	pause: (name: string) => `Pause ${name}`,
	goOn: (name: string) => `Go on with ${name}`,
	tryAgain: (name: string) => `Try ${name} again`,
	choose: 'Choose',
	chooseIt: (name: string) => `${name} again`,
	remove: (name: string) => `Remove ${name}`
};

export type UploadWords = typeof english;
