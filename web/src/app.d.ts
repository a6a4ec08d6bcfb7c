import '@sveltejs/kit';

declare global {
	namespace App {}
	/** Where the files are served that pdf.js fetches by name (vite.config.ts). */
	const __PDF_READER__: string;
}

export {};
