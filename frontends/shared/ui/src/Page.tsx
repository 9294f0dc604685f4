import type { ReactNode } from 'react';
import classes from './Page.module.css';

type Props = {
  title: string;
  /** The helpdesk's name, for the window's title. */
  helpdesk: string;
  lead?: ReactNode;
  /** Buttons beside the title. */
  actions?: ReactNode;
  /** Before the title: where one came from. */
  back?: ReactNode;
  children: ReactNode;
};

/** The inside of a page: title, what it is for, what can be done, and the rest below. */
export function Page({ title, helpdesk, lead, actions, back, children }: Props) {
  return (
    <div className={classes.page}>
      <title>{`${title} · ${helpdesk}`}</title>
      {back}
      <div className={classes.head}>
        <div className={classes.words}>
          <h1 className={classes.title}>{title}</h1>
          {lead && <p className={classes.lead}>{lead}</p>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
      {children}
    </div>
  );
}
