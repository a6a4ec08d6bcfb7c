import { expect, test } from 'vitest';
import { isPressed } from './keys.ts';

const pressed = (key: string, more: Partial<KeyboardEvent> = {}) =>
	({ key, isComposing: false, keyCode: 13, ...more }) as KeyboardEvent;

test('a key is itself', () => {
	expect(isPressed('Enter', pressed('Enter'))).toBe(true);
	expect(isPressed('Enter', pressed('Escape'))).toBe(false);
});

test.each([
	['while a word is composed', { isComposing: true, keyCode: 229 }],
	['at the end of it, in Safari', { isComposing: false, keyCode: 229 }],
	['at the end of it, elsewhere', { isComposing: true, keyCode: 13 }]
])('Enter belongs to the input method %s', (_, more) => {
	expect(isPressed('Enter', pressed('Enter', more))).toBe(false);
});
