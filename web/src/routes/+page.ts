import { redirect } from '@sveltejs/kit';

// Home is what waits.
export const load = () => redirect(307, '/todo');
