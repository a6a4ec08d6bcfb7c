import { expect, test } from 'vitest';
import { named } from './lib/testing/source.ts';
import { params } from './params.ts';

const ID = '1b9ac113-9a05-5900-8942-3e42ccd1d941';

async function takes(name: keyof typeof params, text: string): Promise<boolean> {
	return !('issues' in (await params[name]['~standard'].validate(text)));
}

test.each([ID, ID.toUpperCase()])('%s has the form of an id', async (text) =>
	expect(await takes('id', text)).toBe(true)
);

test.each(['nonsense', '1', `${ID}0`, ` ${ID}`, 'NaN'])('%j names no thing', async (text) =>
	expect(await takes('id', text)).toBe(false)
);

test.each(['x', '0', '-1', '1.5', '01', '1e3', '9999999999'])('%j counts nothing', async (text) =>
	expect(await takes('number', text)).toBe(false)
);

test('what was sent is counted from 1', async () => expect(await takes('number', '12')).toBe(true));

test('no page asks for what its address names before that has the form of one', () => {
	const parts = named('.svelte').flatMap((file) => file.match(/\[[^\]/]+\]/g) ?? []);
	expect(parts.length).toBeGreaterThan(0);
	expect(parts.filter((part) => !/=(id|number)\]$/.test(part))).toEqual([]);
});
