import { expect, test } from 'vitest';
import { along, withoutThese, withThese } from './needs';

const known = [
  { name: 'view', needs: [] },
  { name: 'delete', needs: ['view'] },
  { name: 'spam', needs: ['view', 'delete'] },
  { name: 'note', needs: [] },
];
const set = (...names: string[]) => new Set(names);

test('what is chosen brings what it needs', () => {
  expect(withThese(known, set('note'), set(), ['spam'])).toEqual(set('note', 'spam', 'delete', 'view'));
  expect(along(set('note'), set('note', 'spam', 'delete', 'view'), ['spam'])).toEqual(['delete', 'view']);
});

test('what is given elsewhere is not chosen again', () => {
  expect(withThese(known, set(), set('view'), ['delete'])).toEqual(set('delete'));
  expect(withThese(known, set(), set('delete'), ['delete'])).toEqual(set());
});

test('what needs the one that goes, goes with it', () => {
  expect(withoutThese(known, set('view', 'delete', 'spam', 'note'), set(), ['view'])).toEqual(set('note'));
  expect(withoutThese(known, set('view', 'delete', 'spam'), set(), ['spam'])).toEqual(set('view', 'delete'));
});

test('and stays where another still gives what it needs', () => {
  expect(withoutThese(known, set('view', 'delete'), set('view'), ['view'])).toEqual(set('delete'));
});
