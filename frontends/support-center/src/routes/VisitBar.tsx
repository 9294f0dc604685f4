import { type Ref, signOut, type UserMe } from '@deskbell/api';
import { toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import classes from './VisitBar.module.css';

/** Over every page: an agent is here in a customer's place. It stays until the visit ends. */
export function VisitBar({ user, visitor }: { user: UserMe; visitor: Ref }) {
  const { t } = useLingui();
  const end = () =>
    signOut().then(
      () => window.close(),
      (error) => toastFailure(t`You are still signed in`, error),
    );
  const { name } = user;
  const agent = visitor.name;
  return (
    <section className={classes.bar} aria-label={t`Signed in as a customer`}>
      <p className={classes.text}>
        <Trans>
          <b>{agent}</b>, you are signed in as <b>{name}</b> and see what both of you may.
        </Trans>
      </p>
      <Button size="xs" color="dark" onClick={end}>
        <Trans>End it</Trans>
      </Button>
    </section>
  );
}
