/** An e-mail that was kept as a file, as the portal has read it. */

export interface Mail {
	subject: string;
	from: string;
	to: string;
	cc: string;
	date: string;
	text: string;
	/** As it came. */
	html: string;
	attachments: Attachment[];
	more_attachments: number;
}

export interface Attachment {
	name: string;
	rendition: string;
	/** What its sender says it is. */
	media_type: string;
	size: number;
}

/** What stands above it, as far as there is any of it. */
export const heading = ({ from, to, cc, date }: Mail): [string, string][] =>
	(
		[
			['From', from],
			['To', to],
			['Cc', cc],
			['Sent', date]
		] as [string, string][]
	).filter(([, value]) => value);
