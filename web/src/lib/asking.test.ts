import { expect, test } from 'vitest';
import { asksSomething } from './asking.ts';

test.each(['a', '7', ' pérez ', '訴', "'x'"])('%s asks for something', (q) =>
	expect(asksSomething(q)).toBe(true)
);

test.each(['', '  ', '?!', '& | :*', '…'])('"%s" asks for nothing', (q) =>
	expect(asksSomething(q)).toBe(false)
);
