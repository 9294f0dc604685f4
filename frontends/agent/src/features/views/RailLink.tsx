import type { TablerIcon } from '@tabler/icons-react';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, ReactNode, Ref } from 'react';
import classes from './RailLink.module.css';

interface Props extends AnchorHTMLAttributes<HTMLAnchorElement> {
  icon: TablerIcon;
  label: ReactNode;
  count?: string;
  current: boolean;
  ref?: Ref<HTMLAnchorElement>;
}

function Anchor({ icon: Icon, label, count, current, ref, ...rest }: Props) {
  return (
    <a {...rest} ref={ref} className={classes.link} aria-current={current ? 'page' : undefined}>
      <Icon size={17} stroke={1.7} aria-hidden="true" />
      <span className={classes.label}>{label}</span>
      {count !== undefined && <span className={classes.count}>{count}</span>}
    </a>
  );
}

/** One line of the rail: where it leads, and how much waits there. */
export const RailLink = createLink(Anchor);
