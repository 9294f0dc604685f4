import { type ReactNode, useId } from 'react';
import classes from './Person.module.css';

type Props = { title: ReactNode; about: ReactNode; children: ReactNode };

/** A part of a person's page: what it is about, and beside it what can be done. */
export function PersonSection({ title, about, children }: Props) {
  const heading = useId();
  return (
    <section className={classes.section} aria-labelledby={heading}>
      <div>
        <h2 id={heading}>{title}</h2>
        <p className={classes.about}>{about}</p>
      </div>
      <div>{children}</div>
    </section>
  );
}
