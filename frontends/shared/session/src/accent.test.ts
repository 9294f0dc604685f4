import { expect, test } from 'vitest';
import { accentStyles, contrast } from './accent';

const value = (styles: string, name: string) =>
  [...styles.matchAll(new RegExp(`${name}:(#[0-9a-f]{6})`, 'g'))].map((found) => found[1] ?? '');

test('black on white is 21', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
});

test.each([
  ['#ffee00', '#807700', '#696200', '#ffee00'],
  ['#e03131', '#d52f2f', '#af2727', '#ea7676'],
  ['#111111', '#111111', '#0e0e0e', '#949494'],
  ['#ffffff', '#737373', '#5e5e5e', '#ffffff'],
])('the server says the same before the app runs (kit/colors.py): %s', (accent, filled, light, dark) => {
  const styles = accentStyles(accent);
  expect(value(styles, '--mantine-color-iris-filled')).toEqual([filled, filled]);
  expect(value(styles, '--mantine-color-anchor')).toEqual([light, dark]);
});

test.each(['#ffee00', '#111111', '#ffffff', '#4553c7', '#e03131', '#12b886'])(
  'whatever the accent, text is read: %s',
  (accent) => {
    const styles = accentStyles(accent);
    for (const filled of value(styles, '--mantine-color-iris-filled'))
      expect(contrast(filled, '#ffffff')).toBeGreaterThan(4.5);
    const [light, dark] = value(styles, '--mantine-color-anchor');
    expect(contrast(light ?? '', '#ffffff')).toBeGreaterThan(4.5);
    expect(contrast(dark ?? '', '#232834')).toBeGreaterThan(4.5);
    const tints = value(styles, '--mantine-color-iris-light');
    const texts = value(styles, '--mantine-color-iris-light-color');
    tints.forEach((tint, at) => {
      expect(contrast(tint, texts[at] ?? '')).toBeGreaterThan(4.5);
    });
  },
);
