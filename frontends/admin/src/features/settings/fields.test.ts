import { expect, test } from 'vitest';
import { found, inputOf, sectionsOf } from './fields';

const SCHEMA = {
  properties: { tickets: { $ref: '#/$defs/TicketSettings' }, mail: { $ref: '#/$defs/MailSettings' } },
  $defs: {
    TicketSettings: {
      title: 'Tickets',
      description: 'What happens by itself.',
      properties: { undo_seconds: { title: 'Undo sending for', description: 'How long.', type: 'integer' } },
    },
    MailSettings: {
      title: 'Mail',
      description: 'What goes out.',
      properties: { receipts: { title: 'Confirm new tickets', description: 'By mail.', type: 'boolean' } },
    },
  },
};

test('a schema becomes sections with fields, in its order', () => {
  const sections = sectionsOf(SCHEMA);
  expect(sections.map(({ key, title }) => [key, title])).toEqual([
    ['tickets', 'Tickets'],
    ['mail', 'Mail'],
  ]);
  expect(sections.flatMap(({ fields }) => fields.map(({ schema }) => inputOf(schema)))).toEqual([
    'number',
    'switch',
  ]);
});

test('a search finds fields by all words, in the words that are shown', () => {
  const names = (typed: string) =>
    found(sectionsOf(SCHEMA), typed, (words) => words).flatMap(({ fields }) =>
      fields.map(({ name }) => name),
    );
  expect(names('')).toEqual(['undo_seconds', 'receipts']);
  expect(names('undo')).toEqual(['undo_seconds']);
  expect(names('tickets confirm')).toEqual(['receipts']);
  expect(names('nothing like it')).toEqual([]);
});

test('formats choose their inputs', () => {
  const field = { title: 't', description: 'd' };
  expect(inputOf({ ...field, format: 'color' })).toBe('color');
  expect(inputOf({ ...field, contentMediaType: 'image/*' })).toBe('picture');
  expect(inputOf({ ...field, type: 'string' })).toBe('text');
});
