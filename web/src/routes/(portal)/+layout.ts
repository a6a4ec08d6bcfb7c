import { error, redirect } from '@sveltejs/kit';
import { answer, api, type Session } from '#lib/api/client.ts';
import { asProblem } from '#lib/api/problem.ts';
import { rememberWayBack } from '#lib/sign-in/way-back.ts';

/** Who is signed in. Whoever is not is led to the sign-in, whoever is new to the last step of the
 *  set-up, and both back here afterwards. */
export async function load({ url, untrack }) {
	const here = untrack(() => url.pathname + url.search);
	const session = await whoIsHere(here);
	if (session.confirmed) return { session };
	rememberWayBack({ path: here });
	redirect(307, '/welcome');
}

async function whoIsHere(path: string): Promise<Session> {
	try {
		return await answer(api.GET('/v1/session'));
	} catch (thrown) {
		const problem = asProblem(thrown);
		if (problem.status !== 401) error(problem.passing ? 503 : 500, problem.message);
		rememberWayBack({ path });
		redirect(307, '/sign-in');
	}
}
