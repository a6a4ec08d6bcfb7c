/** What this browser keeps between visits: drafts and unsent messages, by account. */

const PREFIX = 'redwell';

/** The name under which something of an account is kept. */
export const nameOf = (account: string, kind: 'draft' | 'unsent', id: string) =>
	`${PREFIX}.${account}.${kind}.${id}`;

// A browser may refuse to keep anything (private windows, a full disk). What is written then lives as
// long as the page does, which is what the person asked of that browser.
export function keep(name: string, value: string): void {
	try {
		localStorage.setItem(name, value);
	} catch {
		return;
	}
}

export function kept(name: string): string | null {
	try {
		return localStorage.getItem(name);
	} catch {
		return null;
	}
}

export function forget(name: string): void {
	try {
		localStorage.removeItem(name);
	} catch {
		return;
	}
}

/** All names kept for an account, of one kind or of every kind. */
export function keptNames(account: string, kind = ''): string[] {
	const start = `${PREFIX}.${account}.${kind}`;
	try {
		return Object.keys(localStorage).filter((name) => name.startsWith(start));
	} catch {
		return [];
	}
}
