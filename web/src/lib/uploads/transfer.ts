/** The way of files from Uppy to the store: several at a time, each part by an address of its own. Not
 *  its plugin for S3, which sends a file's parts one after the other, and pins and completes nothing. */

import { BasePlugin, type Body, type Meta, type PluginOpts, type Uppy } from '@uppy/core';
import { asProblem } from '#lib/api/problem.ts';
import { Journey, type Cargo } from './journey.ts';
import { Lanes } from './lanes.ts';

const PARTS_AT_ONCE = 3;
const FILES_AT_ONCE = 6; // so that small ones pass large ones

export interface Options extends PluginOpts {
	whenStalled: (document: string, waits: boolean) => void;
}

export interface About extends Meta {
	cargo: Cargo;
}

export class Transfer extends BasePlugin<Options, About, Body> {
	#parts = new Lanes(PARTS_AT_ONCE);
	#files = new Lanes(FILES_AT_ONCE);
	#underWay = new Map<string, AbortController>();
	#resume = new Map<string, () => void>();

	constructor(uppy: Uppy<About, Body>, options: Options) {
		super(uppy, options);
		this.id = 'Transfer';
		this.type = 'uploader';
	}

	override install(): void {
		const { capabilities } = this.uppy.getState();
		this.uppy.setState({ capabilities: { ...capabilities, resumableUploads: true } });
		this.uppy.addUploader(this.#carryAll);
		this.uppy.on('upload-pause', (file, isPaused) => file && this.#turn(file.id, isPaused));
		this.uppy.on('file-removed', ({ id }) => this.#turn(id, true, true));
	}

	override uninstall(): void {
		this.uppy.removeUploader(this.#carryAll);
	}

	#carryAll = async (ids: string[]): Promise<void> => {
		await Promise.all(ids.map((id) => this.#carry(id)));
	};

	async #carry(id: string) {
		this.uppy.emit('upload-start', this.uppy.getFilesByIds([id]));
		for (let ended = false; !ended && this.uppy.getFile(id);) {
			await this.#resumed(id);
			const leave = await this.#files.enter(id);
			ended = await this.#run(id).finally(leave);
		}
	}

	/** Whether it has ended, well or not: else it was stopped, and may go on. */
	async #run(id: string): Promise<boolean> {
		const file = this.uppy.getFile(id);
		if (!file || file.isPaused) return false;
		const stop = new AbortController();
		this.#underWay.set(id, stop);
		try {
			await this.#journey(id).run(stop.signal);
			if (this.uppy.getFile(id)) this.uppy.emit('upload-success', file, { status: 200 });
		} catch (thrown) {
			if (stop.signal.aborted) return false;
			this.uppy.emit('upload-error', file, asProblem(thrown));
		} finally {
			this.#underWay.delete(id);
		}
		return true;
	}

	#journey(id: string): Journey {
		const { cargo } = this.uppy.getFile(id).meta;
		return new Journey(cargo, this.#parts, {
			sent: (bytesUploaded) => this.#tell(id, bytesUploaded),
			stalls: (waits) => this.opts.whenStalled(cargo.id, waits)
		});
	}

	#tell(id: string, bytesUploaded: number) {
		const file = this.uppy.getFile(id); // may be gone
		if (!file) return;
		const { uploadStarted = null } = file.progress;
		const progress = { uploadStarted: uploadStarted ?? 0, bytesUploaded, bytesTotal: file.size };
		this.uppy.emit('upload-progress', file, progress);
	}

	#turn(id: string, stops: boolean, forGood = false) {
		if (stops) this.#underWay.get(id)?.abort();
		if (!stops || forGood) this.#resume.get(id)?.();
	}

	#resumed(id: string): Promise<void> {
		if (!this.uppy.getFile(id)?.isPaused) return Promise.resolve();
		return new Promise((resume) => this.#resume.set(id, resume));
	}
}
