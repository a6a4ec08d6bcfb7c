/** The one way to the portal: typed by contracts/openapi.yaml, with every refusal as a `Problem`. */

import createClient from 'openapi-fetch';
import type { components, paths } from './schema';
import { endsWith } from '../signals.ts';
import { problemIn, unanswered } from './problem';

type Schemas = components['schemas'];
export type SignIn = Schemas['SignIn'];
export type TotpSetup = Schemas['TotpSetup'];
export type PasskeyOptions = Schemas['PasskeyOptions'];
export type PasskeyAnswer = Schemas['FinishPasskeySignIn']['credential'];
export type Factors = Schemas['Factors'];
export type Passkey = Schemas['PasskeyItem'];
export type SignedInPlaces = Schemas['SignedInPlaces'];
export type Session = Schemas['Session'];
export type FirmCard = Schemas['FirmCard'];
export type Conversation = Schemas['Conversation'];
export type ConversationSummary = Schemas['ConversationSummary'];
export type ConversationParticipant = Schemas['ConversationParticipant'];
export type AudienceChange = Schemas['AudienceChange'];
export type Message = Schemas['Message'];
export type MessageDetails = Schemas['MessageDetails'];
export type Quote = Schemas['Quote'];
export type Attachment = Schemas['Attachment'];
export type Upload = Schemas['Upload'];
export type UploadLimits = Schemas['UploadLimits'];
export type TodoItem = Schemas['TodoItem'];
export type Standing = Schemas['Standing'];
export type InvoiceTotals = Schemas['InvoiceTotals'];
export type Progress = Schemas['Progress'];
export type Step = Schemas['Step'];
export type MatterSummary = Schemas['MatterSummary'];
export type DocumentSummary = Schemas['DocumentSummary'];
export type DocumentSource = Schemas['DocumentSource'];
export type DocumentSources = Schemas['DocumentSources'];
export type DocumentKind = DocumentSummary['kind'];
export type DocumentState = DocumentSummary['state'];
export type DocumentQuery = NonNullable<paths['/v1/documents']['get']['parameters']['query']>;
export type Task = Schemas['Task'];
export type AppointmentSummary = Schemas['AppointmentSummary'];
export type Appointment = Schemas['Appointment'];
export type CalendarFeed = Schemas['CalendarFeed'];
export type InvoiceSummary = Schemas['InvoiceSummary'];
export type Invoice = Schemas['Invoice'];
export type TrustAccount = Schemas['TrustAccount'];
export type TrustAsked = Schemas['TrustAsked'];
export type TrustLine = Schemas['TrustLine'];
export type Form = Schemas['Form'];
export type FormAnswer = Schemas['FormAnswer'];
export type OtherAnswer = Schemas['OtherAnswer'];
export type AnswerPatch = Schemas['AnswerPatch'];
export type PatchedAnswers = Schemas['PatchedAnswers'];
export type FormFile = Schemas['FormFile'];
export type FormSummary = Schemas['FormSummary'];
export type Submission = Schemas['Submission'];
export type Archive = Schemas['Archive'];
export type DocumentInFull = Schemas['Document'];
export type Piece = Schemas['Piece'];
export type FoundMessage = Schemas['FoundMessage'];
export type FoundConversation = Schemas['FoundConversation'];
export type FoundDocument = Schemas['FoundDocument'];

const LONGEST_WAIT = 20_000; // ms

export const api = createClient<paths>({ baseUrl: '/', fetch: patiently });

let whenEnded = () => {};

/** Runs `run` when the portal says that nobody is signed in any more; answers how to stop that. */
export function onSessionEnd(run: () => void): () => void {
	whenEnded = run;
	return () => (whenEnded = () => {});
}

/** Called by whoever else learns it, such as the live stream. */
export function sessionEnded(): void {
	whenEnded();
}

let account: string | undefined;

/** From here on calls are made as this account, and find nobody signed in where another one is: one
 *  browser has one session, whoever its other tabs were opened by. Without one, as whoever it is. */
export function askAs(id?: string): void {
	account = id;
}

/** What says so. */
export const asked = (): Record<string, string> => (account ? { 'Redwell-Account': account } : {});

/** The data of a call. Throws `Problem`. */
export async function answer<T>(
	call: Promise<{ data?: T; error?: unknown; response: Response }>
): Promise<T> {
	try {
		const { data, error, response } = await call;
		if (response.ok) return data as T;
		if (response.status === 401) sessionEnded();
		throw problemIn(response, error);
	} catch (thrown) {
		// So ends a wait for an answer, or one that breaks off (Fetch, 5.6) or is another's than ours.
		const ends = [TypeError, DOMException, SyntaxError].some((kind) => thrown instanceof kind);
		throw ends ? unanswered() : thrown;
	}
}

function patiently(request: Request): Promise<Response> {
	for (const [name, value] of Object.entries(asked())) request.headers.set(name, value);
	return fetch(request, { signal: endsWith([request.signal], LONGEST_WAIT) });
}
