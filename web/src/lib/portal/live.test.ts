import { expect, test, vi } from 'vitest';
import type { Hint } from './hints.ts';
import { Live } from './live.ts';

test('when the line is back all that is shown is fetched anew, until nobody listens', () => {
	vi.stubGlobal('window', new EventTarget());
	vi.stubGlobal('navigator', {});
	vi.stubGlobal('fetch', () => new Promise(() => {}));
	const heard: Hint[] = [];
	const live = new Live('ana');
	live.hear((hint) => heard.push(hint));
	const stop = live.start();
	window.dispatchEvent(new Event('online'));
	expect(heard).toEqual([{ type: 'resync' }]);
	stop();
	window.dispatchEvent(new Event('online'));
	expect(heard).toHaveLength(1);
});
