/** Where and when the reader is: their time zone, and the day, which moves on while a page is open. */

import { createSubscriber } from 'svelte/reactivity';

const LOOK = 20_000; // ms between two looks at the date; a page that wakes up looks at once

class Clock {
	#zone = $state<string>();
	#calendar = $state.raw(calendarIn(undefined));

	#nextDay = createSubscriber((update) => {
		let day = this.dayOf(new Date());
		const look = () => {
			const now = this.dayOf(new Date());
			if (now !== day) update();
			day = now;
		};
		const timer = setInterval(look, LOOK);
		document.addEventListener('visibilitychange', look);
		return () => {
			clearInterval(timer);
			document.removeEventListener('visibilitychange', look);
		};
	});

	/** The IANA name of the zone that the person chose; undefined for the one of their device. */
	get zone(): string | undefined {
		return this.#zone;
	}

	set zone(name: string | null | undefined) {
		this.#zone = name && isKnown(name) ? name : undefined;
		this.#calendar = calendarIn(this.#zone);
	}

	/** Now. What shows something by it is shown anew when another day begins. */
	get now(): Date {
		this.#nextDay();
		return new Date();
	}

	/** The date there: 2026-11-16. */
	dayOf(moment: Date): string {
		return this.#calendar.format(moment);
	}
}

export const clock = new Clock();

// Sweden writes dates as ISO 8601 does.
function calendarIn(timeZone: string | undefined): Intl.DateTimeFormat {
	return new Intl.DateTimeFormat('sv-SE', { timeZone });
}

function isKnown(zone: string): boolean {
	try {
		return Boolean(calendarIn(zone));
	} catch {
		return false; // newer than the browser
	}
}
