/** What the portal and the frame say to each other. */

export type Content =
	{ kind: 'docx'; docx: ArrayBuffer } | { kind: 'html'; html: string; heading: [string, string][] };

export type ToFrame = Content | { kind: 'print' };

/** `here`: it listens. `shown`: it has drawn what it was given; `failed`: it cannot. */
export type FromFrame = 'here' | 'shown' | 'failed';
