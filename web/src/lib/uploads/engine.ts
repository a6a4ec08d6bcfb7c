/** What moves files, loaded when somebody first attaches one. Uppy keeps how each of them stands. */

import Uppy, { type Body } from '@uppy/core';
import type { Problem } from '#lib/api/problem.ts';
import type { Cargo } from './journey.ts';
import { Transfer, type About } from './transfer.ts';

export interface Hears {
	started: (document: string) => void;
	sent: (document: string, bytes: number) => void;
	stalled: (document: string, waits: boolean) => void;
	arrived: (document: string) => void;
	failed: (document: string, problem: Problem) => void;
}

const silent = { debug() {}, warn() {}, error() {} }; // names of files are nobody else's to read

export class Engine {
	#uppy = new Uppy<About, Body>({ autoProceed: true, logger: silent });

	constructor(hears: Hears) {
		const uppy = this.#uppy;
		uppy.use(Transfer, { whenStalled: hears.stalled });
		uppy.on('upload-start', (files) => files.forEach(({ meta }) => hears.started(meta.cargo.id)));
		uppy.on('upload-progress', (file, { bytesUploaded }) => {
			if (file) hears.sent(file.meta.cargo.id, bytesUploaded || 0);
		});
		uppy.on('upload-success', (file) => {
			if (!file) return;
			uppy.removeFile(file.id);
			hears.arrived(file.meta.cargo.id);
		});
		// Taken out, for Uppy tries what failed again before it begins anything new.
		uppy.on('upload-error', (file, error) => {
			if (!file) return;
			uppy.removeFile(file.id);
			hears.failed(file.meta.cargo.id, error as Problem);
		});
	}

	/** Begins to send it, or goes on after a pause. */
	send(cargo: Cargo): void {
		const known = this.#of(cargo.id);
		if (known) {
			if (known.isPaused) this.#uppy.pauseResume(known.id);
			return;
		}
		const { name, type } = cargo.file;
		// Uppy knows files apart by their path, and the same may travel to two conversations.
		const meta = { cargo, relativePath: cargo.id };
		this.#uppy.addFile({ name, type, data: cargo.file, meta });
	}

	pause(id: string): void {
		const file = this.#of(id);
		if (file && !file.isPaused) this.#uppy.pauseResume(file.id);
	}

	drop(id: string): void {
		const file = this.#of(id);
		if (file) this.#uppy.removeFile(file.id);
	}

	#of(id: string) {
		return this.#uppy.getFiles().find(({ meta }) => meta.cargo.id === id);
	}
}
