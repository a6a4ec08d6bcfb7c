/** Whether this browser keeps cookies, without which nobody can be signed in. */

const PROBE = 'redwell-probe';

export function keepsCookies(): boolean {
	try {
		document.cookie = `${PROBE}=1; SameSite=Strict; Max-Age=5`;
		return document.cookie.includes(PROBE);
	} catch {
		return false;
	}
}
