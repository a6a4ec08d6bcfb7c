/** Which page an address means. */

/** A mail filter may have moved a secure link into the path: the page of links finds it there. */
export const reroute = ({ url }: { url: URL }): string | undefined =>
	/^\/open/i.test(url.pathname) ? '/open' : undefined;
