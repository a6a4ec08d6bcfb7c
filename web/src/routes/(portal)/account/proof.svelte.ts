/** A change to how one signs in asks for a fresh proof first; then it goes on by itself. */

import { Problem } from '#lib/api/problem.ts';

export class Proof {
	/** Somebody waits for a proof: the dialog is to be shown. */
	wanted = $state(false);

	#settle: { proved: () => void; refused: (problem: Problem) => void } | undefined;

	/** Runs `change`, and where the portal asks for a proof, once more after it. Throws `Problem`. */
	async before<T>(change: () => Promise<T>): Promise<T> {
		try {
			return await change();
		} catch (thrown) {
			if (!(thrown instanceof Problem) || thrown.code !== 'proof_needed') throw thrown;
			await this.#ask();
			return change();
		}
	}

	given(): void {
		this.wanted = false;
		this.#settle?.proved();
	}

	/** The person does not want to after all. */
	refused(): void {
		this.wanted = false;
		this.#settle?.refused(new Problem('not_proved', 403, 'Nothing was changed.'));
	}

	#ask(): Promise<void> {
		this.wanted = true;
		return new Promise((proved, refused) => (this.#settle = { proved, refused }));
	}
}
