import type { CSSProperties, ReactNode } from 'react';
import classes from './LabelChip.module.css';

type Props = { label: { name: string; color: string }; children?: ReactNode };

/** A label with the color its maker gave it, kept to a dot so that the word stays readable. */
export function LabelChip({ label, children }: Props) {
  return (
    <span className={classes.chip} style={{ '--label': label.color } as CSSProperties}>
      {label.name}
      {children}
    </span>
  );
}
