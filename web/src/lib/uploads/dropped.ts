/** The files that somebody dropped, pasted or chose, those within folders, too. */

const NOBODYS = /^(\.|Thumbs\.db$|desktop\.ini$|~\$)/i; // what systems put into folders for themselves

/** Of a drop. To be called while its event is handled: what was dropped is gone after that. */
export async function filesIn(data: DataTransfer): Promise<File[]> {
	const entries = [...data.items].map((item) => item.webkitGetAsEntry?.());
	const loose = [...data.files];
	if (!entries.some((entry) => entry?.isDirectory)) return loose;
	const found = entries.map((entry) => (entry ? filesOf(entry) : []));
	return (await Promise.all(found)).flat();
}

/** Of a folder that was chosen. */
export const ofSomebody = (files: Iterable<File>) =>
	[...files].filter(({ name }) => !NOBODYS.test(name));

async function filesOf(entry: FileSystemEntry): Promise<File[]> {
	if (entry.isDirectory) {
		const within = await allOf((entry as FileSystemDirectoryEntry).createReader());
		return (await Promise.all(within.map(filesOf))).flat();
	}
	const file = (resolve: (file: File) => void, reject: () => void) =>
		(entry as FileSystemFileEntry).file(resolve, reject);
	if (NOBODYS.test(entry.name)) return [];
	return new Promise<File>(file).then(
		(one) => [one],
		() => [] // it has gone, or may not be read
	);
}

/** A reader gives a folder in pieces, the last one empty. */
async function allOf(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
	const all: FileSystemEntry[] = [];
	for (;;) {
		const piece = await new Promise<FileSystemEntry[]>((resolve) =>
			reader.readEntries(resolve, () => resolve([]))
		);
		if (piece.length === 0) return all;
		all.push(...piece);
	}
}
