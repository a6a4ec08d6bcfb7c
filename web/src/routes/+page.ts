import { redirect } from '@sveltejs/kit';

// Home is the first section there is.
export const load = () => redirect(307, '/msgs');
