import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Filling } from './filling.svelte.ts';
import type { Definition } from './model.ts';
import { FakePortal } from './portal.testing.ts';

const line = vi.hoisted(() => ({ portal: undefined as unknown }));

vi.mock('#lib/api/client.ts', async (original) => ({
	...(await original<typeof import('#lib/api/client.ts')>()),
	api: {
		GET: () => (line.portal as FakePortal).GET(),
		PATCH: (...of: Parameters<FakePortal['PATCH']>) => (line.portal as FakePortal).PATCH(...of),
		POST: (...of: Parameters<FakePortal['POST']>) => (line.portal as FakePortal).POST(...of)
	}
}));

const text = (id: string, required = true) => ({
	kind: 'text' as const,
	id,
	label: { en: id },
	required
});
const DEFINITION: Definition = {
	languages: ['en'],
	title: { en: 'About you' },
	pages: [
		{
			id: 'you',
			title: { en: 'You' },
			sections: [
				{
					questions: [
						text('full_name'),
						{ kind: 'money', id: 'income', label: { en: 'Income' }, currency: 'USD' },
						{ kind: 'yes_no', id: 'married', label: { en: 'Married?' } }
					]
				}
			]
		},
		{
			id: 'spouse',
			title: { en: 'Your spouse' },
			asked_if: { op: 'is', question: 'married', value: true },
			sections: [{ questions: [text('spouse_name')] }]
		},
		{
			id: 'sign',
			title: { en: 'Sign' },
			sections: [
				{
					questions: [
						{
							kind: 'signature',
							id: 'signature',
							label: { en: 'Sign' },
							statement: { en: 'True.' }
						}
					]
				}
			]
		}
	]
};

let stored: Record<string, string>;
let portal: FakePortal;
let stops: (() => void)[];

beforeEach(() => {
	vi.useFakeTimers();
	stored = {};
	stops = [];
	line.portal = portal = new FakePortal(DEFINITION);
	const storage = {
		getItem: (name: string) => stored[name] ?? null,
		setItem: (name: string, value: string) => (stored[name] = value),
		removeItem: (name: string) => delete stored[name]
	};
	const names = { ownKeys: () => Object.keys(stored) };
	const listed = { getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }) };
	vi.stubGlobal('localStorage', new Proxy(storage, { ...names, ...listed }));
	vi.stubGlobal('window', new EventTarget());
	vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }));
});

afterEach(() => {
	stops.forEach((stop) => stop());
	vi.useRealTimers();
});

const aMoment = () => vi.advanceTimersByTimeAsync(1_000);

async function opened(): Promise<Filling> {
	const filling = new Filling('ana', 'f-1');
	stops.push(filling.start());
	await vi.advanceTimersByTimeAsync(1);
	return filling;
}

test('what is written is saved a moment after the last key, in one go', async () => {
	const filling = await opened();
	for (const value of ['M', 'Ma', 'Maria']) filling.put('full_name', value);
	filling.put('married', false);
	expect(portal.patched).toEqual([]);
	await aMoment();
	expect(portal.patched).toHaveLength(1);
	expect(portal.value('full_name')).toBe('Maria');
	expect(portal.value('married')).toBe(false);
	expect(filling.saving.waits).toBe(false);
	expect(filling.saving.savedAt).toBeDefined();
	expect(stored).toEqual({});
});

test('an answer that is left is put in its form, checked, and saved at once', async () => {
	const filling = await opened();
	filling.put('income', '4,200.5');
	expect(filling.wrongWith('income')).toEqual([]);
	filling.leave('income');
	await vi.advanceTimersByTimeAsync(1);
	expect(portal.value('income')).toBe('4200.50');
	filling.put('income', 'much');
	filling.leave('income');
	expect(filling.wrongWith('income')).toMatchObject([{ code: 'form' }]);
	filling.leave('full_name');
	expect(filling.wrongWith('full_name')).toEqual([]);
});

test('a page is asked as soon as an answer asks for it', async () => {
	const filling = await opened();
	expect(filling.pages.map(({ id }) => id)).toEqual(['you']);
	filling.put('married', true);
	expect(filling.pages.map(({ id }) => id)).toEqual(['you', 'spouse']);
	expect(filling.counts).toEqual({ asked: 5, answered: 1 });
});

test('while the line is away it waits, says so, and goes by itself when it is back', async () => {
	const filling = await opened();
	portal.fails = [{}, { status: 503 }];
	filling.put('full_name', 'Maria');
	await aMoment();
	expect(filling.saving.problem?.passing).toBe(true);
	expect(filling.values.full_name).toBe('Maria');
	window.dispatchEvent(new Event('online'));
	await vi.advanceTimersByTimeAsync(1);
	expect(filling.saving.problem).toBeDefined();
	await vi.advanceTimersByTimeAsync(2_100);
	expect(filling.saving.problem).toBeUndefined();
	expect(portal.value('full_name')).toBe('Maria');
});

test('what was not saved is there after a reload, and is saved then', async () => {
	const filling = await opened();
	portal.fails = [{}];
	filling.put('full_name', 'Maria');
	await aMoment();
	const reloaded = await opened();
	expect(reloaded.values.full_name).toBe('Maria');
	await aMoment();
	expect(portal.value('full_name')).toBe('Maria');
	expect(portal.others).toEqual([]);
});

test('leaving the page saves what is there', async () => {
	const filling = await opened();
	filling.put('full_name', 'Maria');
	window.dispatchEvent(new Event('pagehide'));
	await vi.advanceTimersByTimeAsync(1);
	expect(portal.value('full_name')).toBe('Maria');
	filling.put('full_name', 'Maria O.');
	stops.pop()!();
	await vi.advanceTimersByTimeAsync(1);
	expect(portal.value('full_name')).toBe('Maria O.');
});

test('what two people answered at once is kept and shown, until one of them chooses', async () => {
	const filling = await opened();
	filling.put('full_name', 'Maria');
	portal.says('full_name', 'Mary');
	await aMoment();
	expect(filling.given('full_name')).toMatchObject({ value: 'Mary', author_name: 'Ben' });
	expect(filling.beside('full_name')).toMatchObject([{ value: 'Maria', mine: true }]);
	expect(filling.flaws).toContainEqual(
		expect.objectContaining({ path: 'full_name', code: 'unsettled' })
	);
	filling.settle('full_name', 'Maria');
	await aMoment();
	expect(filling.beside('full_name')).toEqual([]);
	expect(portal.value('full_name')).toBe('Maria');
	expect(portal.others).toEqual([]);
});

test('whoever writes on beside another answer has one answer there, the newest', async () => {
	const filling = await opened();
	filling.put('full_name', 'Mar');
	portal.says('full_name', 'Mary');
	filling.saving.now();
	filling.put('full_name', 'Maria');
	await aMoment();
	await aMoment();
	expect(portal.value('full_name')).toBe('Mary');
	expect(portal.others).toMatchObject([{ value: 'Maria' }]);
});

test('what arrived without a word that it did is no answer of somebody else', async () => {
	const filling = await opened();
	portal.fails = [{ heard: true }];
	filling.put('full_name', 'Mar');
	await aMoment();
	expect(portal.value('full_name')).toBe('Mar');
	filling.put('full_name', 'Maria');
	await vi.advanceTimersByTimeAsync(3_000);
	expect(portal.value('full_name')).toBe('Maria');
	expect(portal.others).toEqual([]);
	expect(filling.beside('full_name')).toEqual([]);
});

test('one answer that is not taken holds no other up, and says why', async () => {
	const filling = await opened();
	portal.fails = [{ status: 422 }, { status: 422 }];
	filling.put('full_name', 'x'.repeat(300));
	filling.put('income', '12.00');
	await aMoment();
	await aMoment();
	await aMoment();
	expect(portal.value('income')).toBe('12.00');
	expect(filling.wrongWith('full_name')).toMatchObject([{ code: 'refused', message: 'No.' }]);
	filling.put('full_name', 'Maria');
	await aMoment();
	expect(portal.value('full_name')).toBe('Maria');
});

test('what somebody else answers is seen when there is a hint of it', async () => {
	const filling = await opened();
	portal.says('full_name', 'Mary');
	filling.hear({ type: 'form.changed', about: { kind: 'form', id: 'f-2' } });
	await aMoment();
	expect(filling.values.full_name).toBeUndefined();
	filling.hear({ type: 'form.changed', about: { kind: 'form', id: 'f-1' } });
	await aMoment();
	expect(filling.values.full_name).toBe('Mary');
});

test('one goes on where one was, on whatever device', async () => {
	portal.says('married', true, 'Ana', true);
	expect((await opened()).resumes?.id).toBe('you');
	portal.says('full_name', 'Maria', 'Ana', true);
	portal.says('income', '12.00', 'Ana', true);
	expect((await opened()).resumes?.id).toBe('spouse');
});

test.each([1, -1])('one goes on at the last page of those saved together', async (order) => {
	portal.says('married', true, 'Ana', true);
	portal.says('spouse_name', 'Ben', 'Ana', true);
	const together = portal.answers.map((each) => ({ ...each, at: '2026-01-01T12:00:00Z' }));
	portal.answers = order > 0 ? together : together.toReversed();
	expect((await opened()).resumes?.id).toBe('spouse');
});

test('a signature stands under the answers of its moment, and is given anew after that', async () => {
	const filling = await opened();
	const signed = { name: 'Maria', agreed: true };
	filling.put('signature', signed);
	await aMoment();
	expect(filling.flaws.map(({ path }) => path)).not.toContain('signature');
	filling.put('full_name', 'Maria');
	await aMoment();
	expect(filling.flaws).toContainEqual(expect.objectContaining({ code: 'unsigned' }));
	filling.put('signature', signed, true);
	await aMoment();
	expect(filling.flaws.map(({ code }) => code)).not.toContain('unsigned');
	expect(portal.patched.at(-1)!.map(({ value }) => value)).toEqual([null, signed]);
	expect(portal.value('signature')).toEqual(signed);
});

test('it is sent as it was seen here, and not where somebody has changed it meanwhile', async () => {
	const filling = await opened();
	filling.put('full_name', 'Maria');
	const looked = filling.values;
	await expect(filling.submit(looked)).resolves.toEqual({ number: 1 });
	portal.says('income', '13.00');
	await expect(filling.submit(looked)).rejects.toMatchObject({ code: 'form_moved' });
	filling.put('full_name', 'Maria O.');
	await expect(filling.submit(looked)).rejects.toMatchObject({ code: 'form_moved' });
	expect(filling.moved(looked)).toEqual(['income']);
	await expect(filling.submit(filling.values)).resolves.toEqual({ number: 1 });
});

test('what the form does not take any more is let go of', async () => {
	const filling = await opened();
	portal.fails = [{ status: 409, code: 'access_ended' }];
	portal.form = { state: 'withdrawn' };
	filling.put('full_name', 'Maria');
	await aMoment();
	expect(filling.isOpen).toBe(false);
	expect(filling.late).toBe(true);
	expect(stored).toEqual({});
});
