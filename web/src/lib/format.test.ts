import { afterEach, expect, test } from 'vitest';
import { clock } from './clock.svelte.ts';
import {
	briefly,
	dayName,
	englishIn,
	howMany,
	inBytes,
	inDigits,
	inFull,
	minutes,
	onDay,
	sameDay,
	timeOfDay
} from './format.ts';

// The reader is in New York: vitest.config.ts.
const now = new Date('2026-11-16T15:00:00Z'); // Monday, 10 in the morning

const plain = (text: string) => text.replace(/\s/g, ' '); // 10:00 AM has a narrow one

test.each([
	['2026-11-16T14:42:00Z', '9:42 AM'],
	['2026-11-15T23:00:00Z', 'Yesterday'],
	['2026-11-10T17:00:00Z', 'Tuesday'],
	['2026-11-09T17:00:00Z', 'Nov 9'],
	['2025-11-16T17:00:00Z', 'Nov 16, 2025']
])('the list says %s as shortly as it can: %s', (moment, said) => {
	expect(plain(briefly(new Date(moment), now))).toBe(said);
});

test.each([
	['2026-11-16T05:00:00Z', 'Today'],
	['2026-11-16T04:59:00Z', 'Yesterday'],
	['2026-11-14T17:00:00Z', 'Saturday, November 14'],
	['2025-11-14T17:00:00Z', 'Friday, November 14, 2025']
])('a day begins at midnight where the reader is: %s is %s', (moment, said) => {
	expect(dayName(new Date(moment), now)).toBe(said);
});

test('the day that a clock change makes longer or shorter is still one day', () => {
	const after = new Date('2026-11-02T12:00:00Z'); // the clocks went back on November 1
	expect(dayName(new Date('2026-11-01T12:00:00Z'), after)).toBe('Yesterday');
	const later = new Date('2026-03-09T12:00:00Z'); // and forward on March 8
	expect(dayName(new Date('2026-03-08T12:00:00Z'), later)).toBe('Yesterday');
});

test('two moments of one day are of one day, those around midnight are not', () => {
	expect(sameDay(new Date('2026-11-16T05:00:00Z'), now)).toBe(true);
	expect(sameDay(new Date('2026-11-16T04:59:59Z'), now)).toBe(false);
});

test('a moment is said in the reader’s own time', () => {
	expect(plain(timeOfDay(now))).toBe('10:00 AM');
	expect(onDay(now)).toBe('Nov 16, 2026');
	expect(plain(inFull(now))).toBe('Monday, November 16, 2026 at 10:00 AM');
});

test('seconds are said in minutes', () => {
	expect(minutes(75)).toBe('1:15');
	expect(minutes(9)).toBe('0:09');
});

test.each([
	['de-DE', 'en-DE'],
	['de', 'en-DE'],
	['en', 'en-US'],
	['en-GB', 'en-GB'],
	['zh-Hant-TW', 'en-TW'],
	['es-419', 'en-419'],
	['fa', 'en-IR'],
	['C', 'en'],
	['en-US@posix', 'en'],
	['', 'en']
])('dates beside English words are English where %j is spoken: %s', (language, english) => {
	expect(englishIn(language)).toBe(english);
	expect(new Intl.DateTimeFormat(english, { month: 'long' }).format(now)).toBe('November');
});

test('more than 99 are not told apart, as no more than a hundred are counted', () => {
	expect([1, 99, 100, 250].map(howMany)).toEqual(['1', '99', '99+', '99+']);
});

test('a number of several digits is easily read', () => expect(inDigits(1200)).toBe('1,200'));

test.each([
	[0, '0 bytes'],
	[1, '1 byte'],
	[1023, '1,023 bytes'],
	[340 * 1024, '340 kB'],
	[1.2 * 1024 ** 2, '1.2 MB'],
	[12.4 * 1024 ** 2, '12 MB'],
	[5 * 1024 ** 3, '5 GB']
])('%i bytes are %s', (bytes, said) => expect(inBytes(bytes)).toBe(said));

afterEach(() => (clock.zone = null));

test('times are those of the zone that the person chose, and so are days', () => {
	clock.zone = 'Asia/Tokyo';
	expect(plain(timeOfDay(now))).toBe('12:00 AM');
	expect(dayName(new Date('2026-11-16T14:59:00Z'), now)).toBe('Yesterday');
	expect(onDay(now)).toBe('Nov 17, 2026');
});

test('without a zone, or with one that the browser does not know, the device’s own counts', () => {
	clock.zone = 'Mars/Olympus_Mons';
	expect(plain(timeOfDay(now))).toBe('10:00 AM');
	clock.zone = '';
	expect(plain(timeOfDay(now))).toBe('10:00 AM');
});
