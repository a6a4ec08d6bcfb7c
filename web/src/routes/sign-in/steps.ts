/** The steps of a sign-in as a person counts them. */

import type { SignIn } from '#lib/api/client.ts';
import type { Problem } from '#lib/api/problem.ts';

/** Step 2 of 4; nothing where there is but one. */
export function progress({ step, way = [] }: SignIn): string {
	const at = way.findIndex((stop) => stop === step);
	return at < 0 || way.length < 2 ? '' : `Step ${at + 1} of ${way.length}`;
}

/** Takes a step; answers the problem where the step itself should show it. */
export type TakeStep = (
	call: Promise<{ data?: { sign_in: SignIn }; error?: unknown; response: Response }>
) => Promise<Problem | undefined>;

export interface StepProps {
	signIn: SignIn;
	progress: string;
	takeStep: TakeStep;
}
