/** How large it is shown, and how it is turned: by buttons, Ctrl and wheel, and two fingers. */

const SMALLEST = 0.25;
const LARGEST = 8;
const STEP = 1.25;
const WHEEL = 240; // px of a wheel that make it larger by e

/** A point in the window of what is shown, in pixels. */
interface Point {
	x: number;
	y: number;
}

export class Zoom {
	/** 1 fits the width of the window. */
	factor = $state(1);
	/** Degrees, clockwise. */
	turn = $state(0);

	#hold: (point?: Point) => void;

	/** @param hold called just before it becomes larger or smaller, with what is to stay in its place */
	constructor(hold: (point?: Point) => void) {
		this.#hold = hold;
	}

	larger(): void {
		this.#by(STEP);
	}

	smaller(): void {
		this.#by(1 / STEP);
	}

	rotate(): void {
		this.#hold();
		this.turn = (this.turn + 90) % 360;
	}

	/** Listens to the wheel and to fingers on the element. */
	readonly attach = (element: HTMLElement): (() => void) => {
		const over = new AbortController();
		const active = { signal: over.signal, passive: false };
		let apart = 0;

		const at = (x: number, y: number): Point => {
			const { left, top } = element.getBoundingClientRect();
			return { x: x - left, y: y - top };
		};
		element.addEventListener(
			'wheel',
			(event) => {
				if (!event.ctrlKey && !event.metaKey) return;
				event.preventDefault();
				this.#by(Math.exp(-event.deltaY / WHEEL), at(event.clientX, event.clientY));
			},
			active
		);
		element.addEventListener('touchstart', ({ touches }) => (apart = distance(touches)), active);
		element.addEventListener(
			'touchmove',
			(event) => {
				const { touches } = event;
				if (touches.length !== 2) return;
				event.preventDefault();
				const [one, other] = [touches[0]!, touches[1]!];
				const middle = at((one.clientX + other.clientX) / 2, (one.clientY + other.clientY) / 2);
				const now = distance(touches);
				if (apart) this.#by(now / apart, middle);
				apart = now;
			},
			active
		);
		return () => over.abort();
	};

	#by(ratio: number, point?: Point) {
		const factor = Math.min(LARGEST, Math.max(SMALLEST, this.factor * ratio));
		if (factor === this.factor) return;
		this.#hold(point);
		this.factor = factor;
	}
}

/** Between two fingers; 0 where there are fewer or more. */
function distance(touches: TouchList): number {
	if (touches.length !== 2) return 0;
	const [one, other] = [touches[0]!, touches[1]!];
	return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
}
