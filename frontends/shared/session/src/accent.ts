/** The accent that the style sheet has already. */
export const USUAL_ACCENT = '#4553c7';

const WHITE = '#ffffff';
const BLACK = '#000000';
/** The darkest surface that colored text stands on in the dark. */
const DARK_SURFACE = '#232834';
/** What WCAG AA asks of text, and a little for rounding. */
const ENOUGH = 4.6;

const parts = (color: string) => [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = parts(color).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** How well one color is read on the other, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function mix(color: string, other: string, share: number): string {
  const target = parts(other);
  const mixed = parts(color).map((part, at) => Math.round(part + ((target[at] ?? 0) - part) * share));
  return `#${mixed.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** The color, moved towards another one just as far as it takes to be read on this ground. */
function readable(color: string, ground: string, towards: string): string {
  let found = color;
  for (let share = 0; share <= 1 && contrast(found, ground) < ENOUGH; share += 0.05)
    found = mix(color, towards, share);
  return found;
}

/** The style sheet of an accent: buttons with white text, links and tints, in the light and in the dark. */
export function accentStyles(accent: string): string {
  const filled = readable(accent, WHITE, BLACK);
  const bright = readable(accent, DARK_SURFACE, WHITE);
  const both = `--mantine-color-iris-6:${filled};--mantine-color-iris-filled:${filled};--mantine-color-iris-filled-hover:${mix(filled, BLACK, 0.12)};--mantine-primary-color-filled:${filled};--mantine-primary-color-filled-hover:${mix(filled, BLACK, 0.12)};`;
  const tinted = (text: string, ground: string, base: string) =>
    `--mantine-color-anchor:${text};--mantine-color-iris-light-color:${text};--mantine-primary-color-light-color:${text};--mantine-color-iris-light:${mix(base, ground, 0.88)};--mantine-primary-color-light:${mix(base, ground, 0.88)};--row-active:${mix(base, ground, 0.88)};`;
  const dark = mix(filled, BLACK, 0.18);
  return [
    `:root:root[data-mantine-color-scheme="light"]{${both}${tinted(readable(dark, mix(accent, WHITE, 0.88), BLACK), WHITE, accent)}}`,
    `:root:root[data-mantine-color-scheme="dark"]{${both}${tinted(readable(bright, mix(accent, DARK_SURFACE, 0.88), WHITE), DARK_SURFACE, accent)}}`,
  ].join('');
}
