import { useHelpdeskName } from '@deskbell/api';
import { useSession } from '@deskbell/session';
import { Page } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Hints } from '../features/knowledge/Hints';
import { NewTicket, type Sent } from '../features/tickets/NewTicket';
import classes from '../features/tickets/NewTicket.module.css';
import { LinkButton } from './LinkButton';

function Done({ sent }: { sent: Sent }) {
  return (
    <div className={classes.done} role="status">
      <p>
        <Trans>
          Thank you, your ticket has arrived. Its reference is <strong>{sent.reference}</strong>.
        </Trans>
      </p>
      <p>
        <Trans>
          We have mailed a link to <strong>{sent.email}</strong>, by which you see it and can add to it.
          Nothing came after some minutes? Look into the folder for unwanted mail, or{' '}
          <Link to="/find" search={{ reference: sent.reference }}>
            have the link mailed again
          </Link>
          .
        </Trans>
      </p>
      <LinkButton component="a" to="/" variant="light">
        <Trans>Go to the first page</Trans>
      </LinkButton>
    </div>
  );
}

/** Asking, as a guest or signed in. */
export function NewPage() {
  const { t } = useLingui();
  const helpdesk = useHelpdeskName();
  const session = useSession();
  const navigate = useNavigate();
  const [sent, setSent] = useState<Sent | null>(null);
  const user = session.status === 'in' ? session.user : null;
  const onSent = (done: Sent) => {
    if (done.email) setSent(done);
    else void navigate({ to: '/tickets/$reference', params: { reference: done.reference } });
  };
  if (session.status === 'loading') return null;
  return (
    <Page
      title={sent ? t`Your ticket has arrived` : t`Ask us`}
      helpdesk={helpdesk}
      lead={
        !sent &&
        !user && (
          <Trans>
            No account is needed: we answer by mail. Or <Link to="/sign-in">sign in</Link> to see all your
            tickets in one place; what you have typed stays.
          </Trans>
        )
      }
    >
      {sent ? (
        <Done sent={sent} />
      ) : (
        <NewTicket user={user} onSent={onSent} hints={(typed) => <Hints typed={typed} />} />
      )}
    </Page>
  );
}
