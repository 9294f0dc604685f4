import classes from './PersonAvatar.module.css';

/** Eight quiet tones; a person keeps theirs everywhere. */
const TONES = 8;

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
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return sum % TONES;
}

/** A person's initials in their own tone. Decoration: the name always stands beside it. */
export function PersonAvatar({ name, size = 28 }: { name: string; size?: 20 | 24 | 28 | 32 }) {
  return (
    <span className={classes.avatar} data-tone={tone(name)} data-size={size} aria-hidden="true">
      {initials(name)}
    </span>
  );
}
