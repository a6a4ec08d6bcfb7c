import { error, redirect } from '@sveltejs/kit';
import { answer, api, type Session } from '#lib/api/client.ts';
import { asProblem } from '#lib/api/problem.ts';
import { takeWayBack } from '#lib/sign-in/way-back.ts';

/** Who has just got in. Whoever said before that all is right goes on to where they were going. */
export async function load() {
	const session = await whoIsHere();
	if (session.confirmed) redirect(307, takeWayBack());
	return { session };
}

async function whoIsHere(): Promise<Session> {
	try {
		return await answer(api.GET('/v1/session'));
	} catch (thrown) {
		const problem = asProblem(thrown);
		if (problem.status !== 401) error(problem.passing ? 503 : 500, problem.message);
		redirect(307, '/sign-in');
	}
}
