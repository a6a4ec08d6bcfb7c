import { expect, test } from 'vitest';
import { Problem } from '#lib/api/problem.ts';
import { Pages } from './pages.svelte.ts';

interface Item {
	id: string;
	unread?: number;
}

const AWAY = new Problem('unavailable', 503, 'We cannot reach the portal right now.');

/** A list of so many items behind a portal that can be away; `asked` notes each call. */
function portalWith(count: number) {
	const list = { ids: Array.from({ length: count }, (_, at) => `i-${at}`), away: false };
	const asked: { cursor?: string; limit: number }[] = [];
	const pages = new Pages<Item>(async (query) => {
		asked.push(query);
		if (list.away) throw AWAY;
		const from = Number(query.cursor ?? 0);
		const to = from + query.limit;
		const items = list.ids.slice(from, to).map((id) => ({ id }));
		return { items, next: to < list.ids.length ? String(to) : null };
	});
	return { pages, list, asked };
}

const ids = (pages: Pages<Item>) => pages.items.map(({ id }) => id);

test('the first page is there first, and the rest comes page by page', async () => {
	const { pages, list } = portalWith(120);
	await pages.refresh();
	expect([pages.items.length, pages.more, pages.loaded]).toEqual([50, true, true]);
	await pages.fetchMore();
	await pages.fetchMore();
	expect(ids(pages)).toEqual(list.ids);
	expect(pages.more).toBe(false);
});

test('nothing is asked for behind the last page', async () => {
	const { pages, asked } = portalWith(3);
	await pages.refresh();
	await pages.fetchMore();
	expect(asked.length).toBe(1);
});

test('a page is fetched once, however often it is asked for meanwhile', async () => {
	const { pages, asked } = portalWith(200);
	await pages.refresh();
	await Promise.all([pages.fetchMore(), pages.fetchMore()]);
	expect(asked.length).toBe(2);
	expect(pages.items.length).toBe(100);
});

test('refreshing fetches anew as much as is there', async () => {
	const { pages, list, asked } = portalWith(80);
	await pages.refresh();
	await pages.fetchMore();
	list.ids = ['new', ...list.ids];
	await pages.refresh();
	expect(asked.at(-1)).toEqual({ limit: 80 });
	expect(ids(pages)[0]).toBe('new');
	expect(pages.more).toBe(true);
});

test('what is further down than the longest page stays when the first ones are refreshed', async () => {
	const { pages, list } = portalWith(150);
	await pages.refresh();
	await pages.fetchMore();
	await pages.fetchMore();
	list.ids = [list.ids[140]!, ...list.ids.filter((_, at) => at !== 140)];
	await pages.refresh();
	expect(new Set(ids(pages)).size).toBe(150);
	expect(ids(pages)[0]).toBe('i-140');
	expect(pages.more).toBe(false);
});

test('an item that moved between two pages is there once', async () => {
	const { pages, list } = portalWith(80);
	await pages.refresh();
	list.ids = ['new', ...list.ids];
	await pages.fetchMore();
	expect(ids(pages).filter((id) => id === 'i-49').length).toBe(1);
});

test('while the portal is away what is there stays, with the problem beside it', async () => {
	const { pages, list } = portalWith(60);
	await pages.refresh();
	list.away = true;
	await pages.refresh();
	expect([pages.problem, pages.items.length, pages.loaded]).toEqual([AWAY, 50, true]);
	list.away = false;
	await pages.refresh();
	expect(pages.problem).toBeUndefined();
});

test('a page that did not come says so apart, and can be asked for again', async () => {
	const { pages, list } = portalWith(60);
	await pages.refresh();
	list.away = true;
	await pages.fetchMore();
	expect([pages.problem, pages.moreProblem, pages.fetchingMore]).toEqual([undefined, AWAY, false]);
	list.away = false;
	await pages.fetchMore();
	expect([pages.moreProblem, pages.items.length]).toEqual([undefined, 60]);
});

test('just before a page is put there one is told', async () => {
	const { pages } = portalWith(60);
	await pages.refresh();
	let before = 0;
	await pages.fetchMore(() => (before = pages.items.length));
	expect(before).toBe(50);
});

test('what is known of an item changes it before it is fetched again', async () => {
	const { pages } = portalWith(2);
	await pages.refresh();
	pages.change('i-1', { unread: 3 });
	expect(pages.items).toEqual([{ id: 'i-0' }, { id: 'i-1', unread: 3 }]);
});
