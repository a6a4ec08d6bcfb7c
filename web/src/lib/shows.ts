/** Whether a text shows anything: more than spaces, controls and characters without a shape. */
export const showsSomething = (text: string): boolean =>
	/[^\p{Cc}\p{Cf}\p{Cs}\p{M}\p{Z}\p{Default_Ignorable_Code_Point}\u2800\u{1D159}]/u.test(text);
