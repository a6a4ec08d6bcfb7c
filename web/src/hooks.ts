/** Which page an address means. */

/** A mail filter may have moved a secure link into the path: the page of links finds it there. What
 *  was cut off within a character leads there too, and on to the way in. */
export const reroute = ({ url: { pathname } }: { url: URL }): string | undefined =>
	/^\/open/i.test(pathname) || !canBeRead(pathname) ? '/open' : undefined;

/** Percent-encoded as UTF-8 (RFC 3986, 2.5). */
function canBeRead(path: string): boolean {
	try {
		return Boolean(decodeURI(path)); // used, or the bundler takes it for of no use
	} catch {
		return false;
	}
}
