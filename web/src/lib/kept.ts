/** What this browser keeps: drafts, unsent messages and which files were on their way between visits, by
 *  account, and what one tab needs to find its way back. */

// A browser may refuse to keep anything (private windows, blocked storage, a full disk). What is
// written then lives as long as the page does, which is what the person asked of that browser.
class Keeping {
	#store: () => Storage;
	#refused = new Map<string, string>();

	constructor(store: () => Storage) {
		this.#store = store;
	}

	keep(name: string, value: string): void {
		try {
			this.#store().setItem(name, value);
			this.#refused.delete(name);
		} catch {
			this.#refused.set(name, value);
		}
	}

	kept(name: string): string | null {
		return this.#refused.get(name) ?? this.#tried((store) => store.getItem(name), null);
	}

	/** What was kept as JSON; nothing where something else has written what is none. */
	read<T>(name: string): T | undefined {
		try {
			return (JSON.parse(this.kept(name) ?? 'null') as T | null) ?? undefined;
		} catch {
			return undefined;
		}
	}

	forget(name: string): void {
		this.#refused.delete(name);
		this.#tried((store) => store.removeItem(name), undefined);
	}

	/** All names that begin so. */
	names(start: string): string[] {
		const stored = this.#tried((store) => Object.keys(store), []);
		return [...this.#refused.keys(), ...stored].filter((name) => name.startsWith(start));
	}

	#tried<T>(use: (store: Storage) => T, otherwise: T): T {
		try {
			return use(this.#store());
		} catch {
			return otherwise;
		}
	}
}

const PREFIX = 'redwell';

export const inBrowser = new Keeping(() => localStorage);
export const inTab = new Keeping(() => sessionStorage);

/** The name under which something of an account is kept. */
export const nameOf = (
	account: string,
	kind: 'answer' | 'draft' | 'language' | 'unsent' | 'upload',
	id: string
) => `${PREFIX}.${account}.${kind}.${id}`;

/** All names kept for an account, of one kind or of every kind. */
export const keptNames = (account: string, kind = '') =>
	inBrowser.names(`${PREFIX}.${account}.${kind}`);
