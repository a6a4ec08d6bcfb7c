/** The steps of a sign-in as a person counts them. */

import type { SignIn } from '#lib/api/client.ts';
import type { Problem } from '#lib/api/problem.ts';

type Step = SignIn['step'];

// The first time ends with a look at name and time zone, on a page of its own.
const FIRST_TIME: (Step | 'welcome')[] = [
	'mailbox',
	'code',
	'totp_setup',
	'recovery_codes',
	'welcome'
];
const COMING_BACK: Step[] = ['mailbox', 'code', 'totp'];

/** Step 2 of 4 */
export function progress({ step, first_time }: SignIn): string {
	const way = first_time ? FIRST_TIME : COMING_BACK;
	const at = way.indexOf(step);
	return at < 0 ? '' : `Step ${at + 1} of ${way.length}`;
}

/** Takes a step; answers the problem where the step itself should show it. */
export type Walk = (
	call: Promise<{ data?: { sign_in: SignIn }; error?: unknown; response: Response }>
) => Promise<Problem | undefined>;

export interface StepProps {
	signIn: SignIn;
	progress: string;
	walk: Walk;
}
