/** Something that can be put in the place of what is being typed. */
export interface Suggestion {
  /** What stands in the box afterwards, in the place of the word. */
  text: string;
  /** What it means, for people. */
  about: string;
}

/** The operators that the API knows (`search/operators.py`), each with an example of its value. */
export const OPERATORS = [
  'status',
  'assignee',
  'team',
  'department',
  'priority',
  'type',
  'label',
  'channel',
  'from',
  'follower',
  'created',
  'updated',
] as const;

export type Operator = (typeof OPERATORS)[number];
export type Values = Partial<Record<Operator, { value: string; about?: string }[]>>;

const WORD = /(?:[^\s"]|"[^"]*"?)*$/;
const MOST = 8;

/** The word that ends at the caret. */
export function wordAt(text: string, caret: number): { from: number; word: string } {
  const word = text.slice(0, caret).match(WORD)?.[0] ?? '';
  return { from: caret - word.length, word };
}

const quoted = (value: string) => (/[\s"]/.test(value) ? `"${value.replaceAll('"', '')}"` : value);

/** What the word at the caret may become: an operator, or a value of the one that was begun. */
export function suggest(word: string, values: Values, about: Record<Operator, string>): Suggestion[] {
  if (word === '') return [];
  const colon = word.indexOf(':');
  const typed = word
    .slice(colon + 1)
    .replaceAll('"', '')
    .toLocaleLowerCase();
  if (colon === -1) {
    return OPERATORS.filter((name) => name.startsWith(typed)).map((name) => ({
      text: `${name}:`,
      about: about[name],
    }));
  }
  const name = OPERATORS.find((each) => each === word.slice(0, colon).toLocaleLowerCase());
  const known = name ? (values[name] ?? []) : [];
  if (known.some(({ value }) => value.toLocaleLowerCase() === typed)) return [];
  return known
    .filter(({ value }) => value.toLocaleLowerCase().includes(typed))
    .slice(0, MOST)
    .map(({ value, about: meaning }) => ({ text: `${name}:${quoted(value)} `, about: meaning ?? '' }));
}

/** The text with the suggestion in the place of the word, and where the caret goes. */
export function complete(text: string, caret: number, suggestion: string): { text: string; caret: number } {
  const { from } = wordAt(text, caret);
  const rest = text.slice(caret).replace(/^\s/, suggestion.endsWith(' ') ? '' : ' ');
  return { text: text.slice(0, from) + suggestion + rest, caret: from + suggestion.length };
}

/** Whether an operator waits for its value: what was typed can't be searched for yet. */
export function isUnfinished(text: string): boolean {
  const { word } = wordAt(text, text.length);
  return OPERATORS.some((name) => word.toLocaleLowerCase() === `${name}:`);
}
