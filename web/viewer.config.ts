// What the viewer needs beside modules: files that pdf.js fetches by name, and the script of the
// sandboxed frame, which must be one file at a known place.

import { readdirSync, readFileSync } from 'node:fs';
import { build, type Connect, type Plugin, type Rolldown } from 'vite';

const PDFJS = new URL('./node_modules/pdfjs-dist/', import.meta.url);
const FOLDERS = ['cmaps', 'iccs', 'standard_fonts', 'wasm'];
const FRAME = '/frame/show.js';
const SCRIPT = 'src/lib/viewer/frame/show.ts';
const { version } = JSON.parse(readFileSync(new URL('package.json', PDFJS), 'utf8'));

/** Where they are served; with its version, so that they can be kept for good. */
export const READER = `/_app/immutable/pdfjs-${version}`;

export const reader: Plugin = {
	name: 'pdf-reader',
	applyToEnvironment: ({ name }) => name === 'client',
	configureServer: ({ middlewares }) =>
		void middlewares.use(from(READER, '/node_modules/pdfjs-dist')),
	generateBundle() {
		for (const folder of FOLDERS) {
			const files = new URL(`${folder}/`, PDFJS);
			for (const name of readdirSync(files)) {
				const source = readFileSync(new URL(name, files));
				this.emitFile({ type: 'asset', fileName: `${READER.slice(1)}/${folder}/${name}`, source });
			}
		}
	}
};

export const frame: Plugin = {
	name: 'sandboxed-frame',
	applyToEnvironment: ({ name }) => name === 'client',
	configureServer: ({ middlewares }) => void middlewares.use(from(FRAME, `/${SCRIPT}`)),
	async generateBundle() {
		const source = await inOneFile(SCRIPT);
		this.emitFile({ type: 'asset', fileName: FRAME.slice(1), source });
	}
};

// A build of its own, so that it shares no file with the pages: those are not for such a frame.
async function inOneFile(script: string): Promise<string> {
	const made = await build({
		configFile: false,
		publicDir: false,
		logLevel: 'warn',
		build: { write: false, modulePreload: false, rolldownOptions: { input: script } }
	});
	const [{ output }] = [made].flat() as [Rolldown.RolldownOutput];
	if (output.length > 1) throw new Error('The frame has more than one file.');
	return output[0].code;
}

/** Answers what is asked for below `path` from elsewhere, while one works on it. */
function from(path: string, there: string): Connect.NextHandleFunction {
	return (request, _, next) => {
		if (request.url?.startsWith(path)) request.url = there + request.url.slice(path.length);
		next();
	};
}
