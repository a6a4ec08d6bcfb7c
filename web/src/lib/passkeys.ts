/** Passkeys (WebAuthn): what the browser can do, and its two ceremonies. By a library, as browsers and
 *  password managers lack, or break, what should write a passkey as JSON (Level 3, 5.1). */

import {
	browserSupportsWebAuthn,
	platformAuthenticatorIsAvailable,
	startAuthentication,
	startRegistration,
	type PublicKeyCredentialCreationOptionsJSON,
	type PublicKeyCredentialRequestOptionsJSON
} from '@simplewebauthn/browser';
import type { PasskeyAnswer, PasskeyOptions } from './api/client.ts';
import { Problem } from './api/problem.ts';

/** Whether this browser knows passkeys at all. */
export const passkeysWork = () => browserSupportsWebAuthn();

/** Whether this very device can make and keep one, by its fingerprint, face or PIN. */
export const deviceHasPasskeys = () => platformAuthenticatorIsAvailable().catch(() => false);

/** Makes a passkey; answers what the portal wants to know of it. Throws `Problem`. */
export const makePasskey = ({ options }: PasskeyOptions) =>
	inWords(
		startRegistration({ optionsJSON: options as unknown as PublicKeyCredentialCreationOptionsJSON })
	);

/** Answers the portal's challenge with a passkey. Throws `Problem`. */
export const usePasskey = ({ options }: PasskeyOptions) =>
	inWords(
		startAuthentication({
			optionsJSON: options as unknown as PublicKeyCredentialRequestOptionsJSON
		})
	);

// A browser tells as little as it can: a person who said no and one who ran out of time look alike.
async function inWords(asked: Promise<unknown>): Promise<PasskeyAnswer> {
	try {
		return (await asked) as PasskeyAnswer;
	} catch (thrown) {
		const { name } = thrown as Error;
		throw new Problem('passkey_not_used', 400, WORDS[name] ?? BROKEN);
	}
}

const WORDS: Record<string, string> = {
	NotAllowedError: 'The passkey was not used. You can try again, or choose another way.',
	AbortError: 'The passkey was not used. You can try again, or choose another way.',
	InvalidStateError: 'This device has a passkey for you already.'
};
const BROKEN =
	'This browser, or a password manager in it, could not use the passkey. Please choose another way.';
