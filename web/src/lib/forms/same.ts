/** Whether two answers are the same one, in whatever order the parts of them come. */
export function same(one: unknown, other: unknown): boolean {
	if (one === other || (isNothing(one) && isNothing(other))) return true;
	if (!isObject(one) || !isObject(other) || Array.isArray(one) !== Array.isArray(other))
		return false;
	const names = Object.keys(one);
	return (
		names.length === Object.keys(other).length &&
		names.every((name) => same(one[name], other[name]))
	);
}

const isNothing = (value: unknown) => value === undefined || value === null;

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null;
