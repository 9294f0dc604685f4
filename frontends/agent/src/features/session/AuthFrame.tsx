import { useHelpdeskName } from '@deskbell/api';
import { BrandMark } from '@deskbell/ui';
import type { ReactNode } from 'react';
import classes from './AuthFrame.module.css';

type Props = { title: ReactNode; lead?: ReactNode; children: ReactNode };

/** The quiet card on which people sign in, set up and choose a password. */
export function AuthFrame({ title, lead, children }: Props) {
  const helpdesk = useHelpdeskName();
  return (
    <main className={classes.page}>
      <title>{helpdesk}</title>
      <div className={classes.brand}>
        <BrandMark size={40} />
        <span className={classes.name}>{helpdesk}</span>
      </div>
      <section className={classes.card}>
        <h1 className={classes.title}>{title}</h1>
        {lead && <p className={classes.lead}>{lead}</p>}
        {children}
      </section>
    </main>
  );
}
