/** Files that the portal makes as they are asked for: handed to the browser, which saves them. */

export interface MadeFile {
	name: string;
	media_type: string;
	/** In base64. */
	content: string;
}

export function save({ name, media_type, content }: MadeFile): void {
	const bytes = Uint8Array.from(atob(content), (each) => each.charCodeAt(0));
	const url = URL.createObjectURL(new Blob([bytes], { type: media_type }));
	const link = document.createElement('a');
	link.href = url;
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
