import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

// Where `npm run dev` finds the gateway.
const portal = process.env.REDWELL_PORTAL ?? 'http://localhost:8000';

export default defineConfig({
	plugins: [
		sveltekit({
			adapter: adapter({ fallback: 'index.html' }),
			compilerOptions: { runes: true },
			version: { pollInterval: 10 * 60 * 1000 }
		})
	],
	// Small files stay files: the page's policy allows nothing inline.
	build: { assetsInlineLimit: 0, manifest: true },
	server: { proxy: { '/v1': portal } }
});
