// Lighthouse on pages of a browser that somebody else drives, as they stand at that moment.
// Started with the browser's debugging port; a line on standard input names a page by its
// `window.name`, a line on standard output answers {score, failed}.
import { createRequire } from 'node:module';
import readline from 'node:readline';
import { pathToFileURL } from 'node:url';

const [port, modules] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const { snapshot } = await import(pathToFileURL(require.resolve('lighthouse')));
const puppeteer = await import(pathToFileURL(require.resolve('puppeteer-core')));

const config = {
	extends: 'lighthouse:default',
	settings: {
		onlyCategories: ['accessibility'],
		screenEmulation: { disabled: true },
		emulatedUserAgent: false,
		disableStorageReset: true,
		disableFullPageScreenshot: true
	}
};

const browser = await puppeteer.connect({
	browserURL: `http://127.0.0.1:${port}`,
	defaultViewport: null
});

for await (const name of readline.createInterface({ input: process.stdin })) {
	const { lhr } = await snapshot(await named(name), { config });
	const failed = Object.values(lhr.audits).filter(({ score }) => score !== null && score < 1);
	const answer = { score: lhr.categories.accessibility.score, failed: failed.map(({ id }) => id) };
	process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await browser.disconnect();

async function named(name) {
	for (const page of await browser.pages()) {
		if ((await page.evaluate(() => window.name)) === name) return page;
	}
	throw new Error(`No page is called ${name}`);
}
