import { describe, expect, it } from 'vitest';
import { complete, isUnfinished, OPERATORS, type Operator, suggest, wordAt } from './completion';

const about = Object.fromEntries(OPERATORS.map((name) => [name, ''])) as Record<Operator, string>;
const values = { assignee: [{ value: 'me' }, { value: 'Ben Okafor' }], label: [{ value: 'late payment' }] };
const texts = (word: string) => suggest(word, values, about).map(({ text }) => text);

describe('completion of a search', () => {
  it('finds the word at the caret, blanks in quotes included', () => {
    expect(wordAt('jam label:"late pay', 19)).toEqual({ from: 4, word: 'label:"late pay' });
    expect(wordAt('jam ', 4)).toEqual({ from: 4, word: '' });
  });

  it('offers operators, then their values', () => {
    expect(texts('as')).toEqual(['assignee:']);
    expect(texts('assignee:o')).toEqual(['assignee:"Ben Okafor" ']);
    expect(texts('assignee:')).toEqual(['assignee:me ', 'assignee:"Ben Okafor" ']);
    expect(texts('assignee:me')).toEqual([]);
    expect(texts('http://x')).toEqual([]);
    expect(texts('')).toEqual([]);
  });

  it('puts a suggestion in the place of the word', () => {
    expect(complete('jam ass now', 7, 'assignee:')).toEqual({ text: 'jam assignee: now', caret: 13 });
    expect(complete('jam assignee:m', 14, 'assignee:me ')).toEqual({ text: 'jam assignee:me ', caret: 16 });
  });

  it('knows when an operator waits for its value', () => {
    expect(isUnfinished('jam status:')).toBe(true);
    expect(isUnfinished('jam status:open')).toBe(false);
  });
});
