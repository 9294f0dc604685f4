import classes from './PersonAvatar.module.css';

/** Ten quiet tones; a person keeps theirs everywhere. */
const TONES = 10;

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const picked = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return (
    picked
      .map((word) => [...(word ?? '')][0] ?? '')
      .join('')
      .toLocaleUpperCase() || '?'
  );
}

function tone(name: string): number {
  let hash = 0x811c9dc5;
  for (const letter of name) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 8) % TONES;
}

/** A person's initials in their own tone. Decoration: the name always stands beside it. */
export function PersonAvatar({ name, size = 28 }: { name: string; size?: 20 | 24 | 28 | 32 }) {
  return (
    // Written by the style sheet: the initials are no text to be copied, searched or read aloud.
    <span
      className={classes.avatar}
      data-initials={initials(name)}
      data-tone={tone(name)}
      data-size={size}
      aria-hidden="true"
    />
  );
}
