import { defineConfig, mergeConfig } from 'vitest/config';
import site from './vite.config.ts';

// Where and in which language the reader of the tests is, on every machine alike.
process.env.TZ = 'America/New_York';
process.env.LC_ALL = 'en_US.UTF-8';

export default mergeConfig(
	site,
	defineConfig({
		test: { include: ['src/**/*.test.ts'], restoreMocks: true, unstubGlobals: true }
	})
);
