/** Where the eye is in a conversation, and how it stays there while messages come at either end. */

const NEAR_END = 64; // px
const NEAR_START = 800; // px
const AIR = 56; // px above the 'new messages' line

/** Where in the conversation a person was: a message, and how far below the top edge it stood. */
export interface Place {
	message: string;
	below: number;
}

export class Scroll {
	atEnd = $state(true);
	farFromEnd = $state(false);

	#element!: HTMLElement;

	/** Says which element scrolls; it is there before anything else is asked. */
	readonly attach = (element: HTMLElement): void => {
		this.#element = element;
	};

	/** Keeps the newest message in sight when the keyboard of a phone, or a growing composer, takes
	 *  room from the element. */
	readonly stayAtEnd = (element: HTMLElement): (() => void) => {
		const watch = new ResizeObserver(() => {
			if (this.atEnd) this.toEnd();
		});
		watch.observe(element);
		return () => watch.disconnect();
	};

	/** To be called after every move. */
	moved(): void {
		const { scrollHeight, scrollTop, clientHeight } = this.#element;
		const toGo = scrollHeight - clientHeight - scrollTop;
		this.atEnd = toGo < NEAR_END;
		this.farFromEnd = toGo > clientHeight;
	}

	/** Whether it is on the page: what was asked for may come after the person has left. */
	get isThere(): boolean {
		return this.#element.isConnected;
	}

	get nearStart(): boolean {
		return this.#element.scrollTop < NEAR_START;
	}

	/** The first message in sight, so that Back and reload lead to the same line. */
	get place(): Place | undefined {
		const first = this.#messages().find((element) => bottom(element) > this.#element.scrollTop);
		if (!first || this.atEnd) return undefined;
		return { message: first.dataset.message!, below: first.offsetTop - this.#element.scrollTop };
	}

	/** The id of the last message that is wholly in sight. */
	get lastInSight(): string | undefined {
		const edge = this.#element.scrollTop + this.#element.clientHeight + 4;
		return this.#messages().findLast((element) => bottom(element) <= edge)?.dataset.message;
	}

	/** The ids of the messages of which the end is in sight. */
	get inSight(): string[] {
		const { scrollTop, clientHeight } = this.#element;
		return this.#messages()
			.filter((each) => bottom(each) > scrollTop && bottom(each) <= scrollTop + clientHeight + 4)
			.map((each) => each.dataset.message!);
	}

	/** Whether the 'new messages' line is further down than one sees. */
	get lineIsBelow(): boolean {
		const line = this.#line();
		return !!line && line.offsetTop > this.#element.scrollTop + this.#element.clientHeight;
	}

	toEnd(): void {
		this.#element.scrollTo({ top: this.#element.scrollHeight });
	}

	/** To the 'new messages' line, where there is one. */
	toLine(): void {
		const line = this.#line();
		if (line) this.#element.scrollTop = line.offsetTop - AIR;
	}

	/** As far down as the 'new messages' line stays in sight. */
	towardsEnd(): void {
		const line = this.#line();
		const { scrollHeight, clientHeight } = this.#element;
		if (line && scrollHeight - line.offsetTop > clientHeight) this.toLine();
		else this.toEnd();
	}

	backTo({ message, below }: Place): void {
		const there = this.#messages().find((element) => element.dataset.message === message);
		if (there) this.#element.scrollTop = there.offsetTop - below;
		else this.toEnd();
	}

	/** To a message that was asked for, which has the focus then, unless one goes on writing; false
	 *  where it is not there. */
	to(message: string, focus = true): boolean {
		const there = this.#messages().find((element) => element.dataset.message === message);
		if (!there) return false;
		this.#element.scrollTop = there.offsetTop - this.#element.clientHeight / 3;
		if (focus) there.focus({ preventScroll: true });
		return true;
	}

	/** Called just before something is put above what is in sight; what it answers, just after. */
	hold(): () => void {
		const fromEnd = this.#element.scrollHeight - this.#element.scrollTop;
		return () => (this.#element.scrollTop = this.#element.scrollHeight - fromEnd);
	}

	focus(): void {
		this.#element.focus({ preventScroll: true });
	}

	#line = () => this.#element.querySelector<HTMLElement>('[data-new-line]');

	#messages = () => [...this.#element.querySelectorAll<HTMLElement>('[data-message]')];
}

const bottom = (element: HTMLElement) => element.offsetTop + element.offsetHeight;
