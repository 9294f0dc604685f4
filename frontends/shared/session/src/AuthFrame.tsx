import { useHelpdeskName } from '@deskbell/api';
import { type ReactNode, useContext } from 'react';
import classes from './AuthFrame.module.css';
import { AuthPlace } from './AuthPlace';
import { HelpdeskMark } from './HelpdeskMark';

type Props = { title: ReactNode; lead?: ReactNode; children: ReactNode };

/** The quiet card on which people sign in, set up and choose a password. */
export function AuthFrame({ title, lead, children }: Props) {
  const helpdesk = useHelpdeskName();
  const place = useContext(AuthPlace);
  const card = (
    <section className={classes.card}>
      <h1 className={classes.title}>{title}</h1>
      {lead && <p className={classes.lead}>{lead}</p>}
      {children}
    </section>
  );
  if (place === 'section') return <div className={classes.section}>{card}</div>;
  return (
    <main className={classes.page}>
      <title>{helpdesk}</title>
      <div className={classes.brand}>
        <HelpdeskMark size={40} />
        <span className={classes.name}>{helpdesk}</span>
      </div>
      {card}
    </main>
  );
}
