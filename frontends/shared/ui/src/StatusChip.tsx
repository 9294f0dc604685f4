import classes from './StatusChip.module.css';

type Props = { status: { name: string; kind: string }; size?: 'sm' | 'md' };

/** A ticket's status; its kind gives the color, its name the word. */
export function StatusChip({ status, size = 'sm' }: Props) {
  return (
    <span className={classes.chip} data-kind={status.kind} data-size={size}>
      {status.name}
    </span>
  );
}

/** The color of a kind alone, for menus. */
export function StatusDot({ kind }: { kind: string }) {
  return <span className={classes.dot} data-kind={kind} aria-hidden="true" />;
}
