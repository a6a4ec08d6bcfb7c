/** Passkeys (WebAuthn Level 3): what the browser can do, and its two ceremonies. */

import type { PasskeyAnswer, PasskeyOptions } from './api/client.ts';
import { Problem } from './api/problem.ts';

/** Whether this browser knows passkeys at all. */
export const passkeysWork = () =>
	typeof PublicKeyCredential === 'function' &&
	'parseCreationOptionsFromJSON' in PublicKeyCredential;

/** Whether this very device can make and keep one, by its fingerprint, face or PIN. */
export const deviceHasPasskeys = async () =>
	passkeysWork() && (await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable());

/** Makes a passkey; answers what the portal wants to know of it. Throws `Problem`. */
export const makePasskey = ({ options }: PasskeyOptions) =>
	inWords(
		navigator.credentials.create({
			publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(
				options as unknown as PublicKeyCredentialCreationOptionsJSON
			)
		})
	);

/** Answers the portal's challenge with a passkey. Throws `Problem`. */
export const usePasskey = ({ options }: PasskeyOptions) =>
	inWords(
		navigator.credentials.get({
			publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(
				options as unknown as PublicKeyCredentialRequestOptionsJSON
			)
		})
	);

// A browser tells as little as it can: a person who said no and one who ran out of time look alike.
async function inWords(asked: Promise<Credential | null>): Promise<PasskeyAnswer> {
	try {
		return ((await asked) as PublicKeyCredential).toJSON() as unknown as PasskeyAnswer;
	} catch (thrown) {
		if (!(thrown instanceof DOMException)) throw thrown;
		throw new Problem('passkey_not_used', 400, WORDS[thrown.name] ?? WORDS.NotAllowedError!);
	}
}

const WORDS: Record<string, string> = {
	NotAllowedError: 'The passkey was not used. You can try again, or choose another way.',
	InvalidStateError: 'This device has a passkey for you already.'
};
