import { tick } from 'svelte';
import { expect, test } from 'vitest';
import { named, read } from '../testing/source.ts';
import { Scroller } from './scroll.svelte.ts';

const list = () => ({ scrollTop: 0, scrollHeight: 900 }) as HTMLElement;

test('whoever comes back is where they were, once the list is there', async () => {
	const [scroller, element] = [new Scroller(), list()];
	scroller.attach(element);
	scroller.snapshot.restore(240);
	expect(element.scrollTop).toBe(0);
	scroller.arrive();
	await tick();
	expect(scroller.snapshot.capture()).toBe(240);
});

test('one stays where one is when the list is fetched again', async () => {
	const [scroller, element] = [new Scroller(), list()];
	scroller.attach(element);
	scroller.snapshot.restore(240);
	scroller.arrive();
	await tick();
	element.scrollTop = 100;
	scroller.arrive();
	await tick();
	expect(scroller.place).toBe(100);
});

test('what was put at the end of a list is scrolled to', async () => {
	const [scroller, element] = [new Scroller(), list()];
	scroller.attach(element);
	await scroller.toEnd();
	expect(scroller.place).toBe(900);
});

test('a list that is answered after its page was left scrolls nothing', async () => {
	const [scroller, element] = [new Scroller(), list()];
	const leave = scroller.attach(element);
	const going = [scroller.goTo(240), scroller.toEnd()];
	leave();
	await Promise.all(going);
	await scroller.goTo(120);
	expect([element.scrollTop, scroller.place]).toEqual([0, 0]);
});

// The viewer's pages look by themselves whether they are there still.
test.each(named('.svelte').filter((file) => !file.endsWith('viewer/Pages.svelte')))(
	'%s scrolls nothing by itself',
	(file) => expect(read(file)).not.toMatch(/\.scrollTop = /)
);
