/** What a browser calls itself, said so that its owner knows it again. */

const BROWSERS: [RegExp, string][] = [
	[/Edg(e|A|iOS)?\//, 'Edge'],
	[/OPR\//, 'Opera'],
	[/SamsungBrowser\//, 'Samsung Internet'],
	[/(Firefox|FxiOS)\//, 'Firefox'],
	[/(Chrome|CriOS)\//, 'Chrome'],
	[/Safari\//, 'Safari']
];

const SYSTEMS: [RegExp, string][] = [
	[/iPhone/, 'an iPhone'],
	[/iPad/, 'an iPad'],
	[/Android/, 'an Android device'],
	[/Windows/, 'Windows'],
	[/Mac OS X/, 'a Mac'],
	[/CrOS/, 'a Chromebook'],
	[/Linux/, 'Linux']
];

/** Safari on an iPhone */
export function browserName(agent: string): string {
	const browser = BROWSERS.find(([pattern]) => pattern.test(agent))?.[1] ?? 'A browser';
	const system = SYSTEMS.find(([pattern]) => pattern.test(agent))?.[1];
	return system ? `${browser} on ${system}` : browser;
}
