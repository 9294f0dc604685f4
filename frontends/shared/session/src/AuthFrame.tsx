import { useHelpdeskName } from '@deskbell/api';
import { createContext, type ReactNode, useContext } from 'react';
import classes from './AuthFrame.module.css';
import { HelpdeskMark } from './HelpdeskMark';

/** Whether a door is a page of its own, with the brand above it, or a section of a page that has both. */
export const AuthPlace = createContext<'page' | 'section'>('page');

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
