/** What is done with a message that stands. Each answers the message as it is then; throws `Problem`. */

import { answer, api, type Message, type MessageDetails } from '#lib/api/client.ts';

const MESSAGE = '/v1/conversations/{conversation_id}/messages/{message_id}';
const PIN = '/v1/conversations/{conversation_id}/messages/{message_id}/pin';

const of = ({ conversation_id, id }: Message) => ({
	params: { path: { conversation_id, message_id: id } }
});

/** @param audience the version of who reads along that its author was shown */
export const edit = (message: Message, body: string, audience: number): Promise<Message> =>
	answer(
		api.PUT(MESSAGE, {
			...of(message),
			body: { body, revision: message.revision, audience_version: audience }
		})
	);

export const withdraw = (message: Message): Promise<Message> =>
	answer(api.DELETE(MESSAGE, of(message)));

export const pin = (message: Message): Promise<Message> => answer(api.PUT(PIN, of(message)));

export const unpin = (message: Message): Promise<Message> => answer(api.DELETE(PIN, of(message)));

export const look = (message: Message): Promise<MessageDetails> =>
	answer(api.GET(MESSAGE, of(message)));
