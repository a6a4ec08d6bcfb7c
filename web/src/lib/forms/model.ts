// The questions of a form, as contracts/forms/questions.py has them. Numbers, sums and dates are
// text, here and in the answers: so they are the same everywhere.

export type Words = Record<string, string>;
export type Day = string;

export type Condition =
	| { op: 'all' | 'any'; of: Condition[] }
	| { op: 'not'; of: Condition }
	| { op: 'is' | 'is_not'; question: string; value: string | boolean }
	| { op: 'in'; question: string; values: string[] }
	| { op: 'contains' | 'above' | 'below'; question: string; value: string }
	| { op: 'given'; question: string };

interface Shape {
	id: string;
	label: Words;
	help?: Words;
	asked_if?: Condition | null;
}

interface Asked extends Shape {
	required?: boolean;
}

export interface Option {
	value: string;
	label: Words;
	offered_if?: Condition | null;
}

export type Information = Shape & { kind: 'information'; text: Words };
export type TextQuestion = Asked & { kind: 'text' | 'long_text'; longest?: number };
export type ContactQuestion = Asked & { kind: 'email' | 'phone' };
export type DateQuestion = Asked & { kind: 'date'; earliest?: Day | null; latest?: Day | null };
export type DateRangeQuestion = Asked & {
	kind: 'date_range';
	earliest?: Day | null;
	latest?: Day | null;
	open_end?: boolean;
};
export type MoneyQuestion = Asked & {
	kind: 'money';
	currency: string;
	lowest?: string | null;
	highest?: string | null;
};
export type NumberQuestion = Asked & {
	kind: 'number' | 'percent';
	decimals?: number;
	lowest?: string | null;
	highest?: string | null;
};
export type YesNoQuestion = Asked & { kind: 'yes_no' };
export type OneOfQuestion = Asked & { kind: 'one_of'; options: Option[] };
export type SeveralOfQuestion = Asked & {
	kind: 'several_of';
	options: Option[];
	least?: number;
	most?: number | null;
};
export type FilesQuestion = Asked & { kind: 'files'; most?: number };
export type AddressQuestion = Asked & { kind: 'address' };
export type PersonQuestion = Asked & { kind: 'person' };
export type SignatureQuestion = Asked & { kind: 'signature'; statement: Words; version?: string };

export type AnsweredQuestion =
	| TextQuestion
	| ContactQuestion
	| DateQuestion
	| DateRangeQuestion
	| MoneyQuestion
	| NumberQuestion
	| YesNoQuestion
	| OneOfQuestion
	| SeveralOfQuestion
	| FilesQuestion
	| AddressQuestion
	| PersonQuestion
	| SignatureQuestion;
export type GroupQuestion = Shape & {
	kind: 'group';
	row: Words;
	questions: (Information | AnsweredQuestion)[];
	least?: number;
	most?: number;
};
export type Question = Information | AnsweredQuestion | GroupQuestion;

export interface Section {
	title?: Words;
	help?: Words;
	asked_if?: Condition | null;
	questions: Question[];
}

export interface Page {
	id: string;
	title: Words;
	help?: Words;
	asked_if?: Condition | null;
	sections: Section[];
}

export interface Definition {
	languages: string[];
	title: Words;
	about?: Words;
	pages: Page[];
}

/** An answer as it is kept: text, true or false, a list of texts, or parts by name. */
export type Answer = string | boolean | string[] | Record<string, string | boolean>;
/** Answers by path, whatever stands there: `full_name`, `children/r1`, `children/r1/name`. */
export type Answers = Record<string, unknown>;
/** Good answers by question, for conditions to look at. */
export type Given = Map<string, unknown>;
