// Reads calendars, one a line in JSON, with ical.js (Thunderbird's, Nextcloud's), and says of each
// entry by its UID when it begins: seconds since 1970.

import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const { default: ICAL } = await import(pathToFileURL(process.argv[2]).href);

for await (const line of createInterface({ input: process.stdin })) {
	const calendar = new ICAL.Component(ICAL.parse(JSON.parse(line)));
	ICAL.TimezoneService.reset();
	for (const zone of calendar.getAllSubcomponents('vtimezone')) {
		ICAL.TimezoneService.register(new ICAL.Timezone(zone));
	}
	const begins = calendar
		.getAllSubcomponents('vevent')
		.map((each) => [
			each.getFirstPropertyValue('uid'),
			each.getFirstPropertyValue('dtstart').toUnixTime()
		]);
	console.log(JSON.stringify(Object.fromEntries(begins)));
}
