/** What has the form of an id, so that nothing else is asked for. */

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id that nothing has (RFC 9562, 5.9). */
export const NIL = '00000000-0000-0000-0000-000000000000';

export const isId = (text: string): boolean => UUID.test(text);
