import { error, redirect } from '@sveltejs/kit';
import { answer, api } from '#lib/api/client.ts';
import { asProblem } from '#lib/api/problem.ts';
import { rememberWayBack } from '#lib/sign-in/way-back.ts';

/** Who is signed in. Whoever is not is led to the sign-in, and back here afterwards. */
export async function load({ url, untrack }) {
	try {
		return { session: await answer(api.GET('/v1/session')) };
	} catch (thrown) {
		const problem = asProblem(thrown);
		if (problem.status !== 401) error(503, problem.message);
		rememberWayBack({ path: untrack(() => url.pathname + url.search) });
		redirect(307, '/sign-in');
	}
}
