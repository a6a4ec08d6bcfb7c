import { expect, test } from 'vitest';
import { reroute } from './hooks.ts';

const at = (path: string) => reroute({ url: new URL(path, 'https://portal.example') });

test.each(['/%', '/msgs/%zz', '/msgs/%e2%82'])(
	'an address that was cut off leads to the way in: %s',
	(path) => expect(at(path)).toBe('/open')
);

test.each(['/', '/msgs/open', '/msgs/%D7%A9'])('any other leads where it says: %s', (path) =>
	expect(at(path)).toBeUndefined()
);
