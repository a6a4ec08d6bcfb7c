import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig, type Plugin } from 'vite';
import { frame, READER, reader } from './viewer.config.ts';

// Where `npm run dev` finds the gateway.
const portal = process.env.REDWELL_PORTAL ?? 'http://localhost:8000';

// The router's announcer hides itself by a style attribute, which the page's policy forbids.
// base.css hides it instead.
const plainAnnouncer: Plugin = {
	name: 'plain-announcer',
	enforce: 'pre',
	transform(code, id) {
		if (!/kit\/src\/runtime\/components\/root\.svelte$/.test(id)) return;
		return code.replace(/(id="svelte-announcer"[^>]*?)\s+style="[^"]*"/, '$1');
	}
};

export default defineConfig({
	plugins: [
		plainAnnouncer,
		reader,
		frame,
		sveltekit({
			adapter: adapter({ fallback: 'index.html', precompress: true }),
			compilerOptions: { runes: true },
			version: { pollInterval: 10 * 60 * 1000 }
		})
	],
	define: { __PDF_READER__: JSON.stringify(READER) },
	// Small files stay files: the page's policy allows nothing inline.
	// Two years back; what these lack beside the language is in src/lib/lacking.
	build: {
		assetsInlineLimit: 0,
		manifest: true,
		target: ['chrome111', 'edge111', 'firefox115', 'safari16.4', 'ios16.4']
	},
	server: { proxy: { '/v1': portal } }
});
