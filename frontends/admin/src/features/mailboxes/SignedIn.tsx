import { createMailSignInMutation } from '@deskbell/api';
import { explain } from '@deskbell/ui';
import { Trans } from '@lingui/react/macro';
import { Alert, Group, Loader } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ButtonLink } from '../../parts/links';
import { useKeepMailbox } from './useKeepMailbox';

/** What the provider sent back stands behind the `#`; it is taken out of the address at once. */
function takeAnswer(): URLSearchParams {
  const answer = new URLSearchParams(location.hash.slice(1));
  history.replaceState(history.state, '', location.pathname + location.search);
  return answer;
}

/** The end of signing in at a provider: the admin's own session finishes it, once. */
export function SignedIn({ onDone }: { onDone: (mailboxId: number) => void }) {
  const keep = useKeepMailbox();
  const [answer] = useState(takeAnswer);
  const begun = useRef(false);
  const state = answer.get('state');
  const code = answer.get('code');
  const { mutate, error } = useMutation({
    ...createMailSignInMutation(),
    onSuccess: (mailbox) => {
      keep(mailbox);
      onDone(mailbox.id);
    },
  });
  useEffect(() => {
    if (!state || !code || begun.current) return;
    begun.current = true;
    mutate({ body: { state, code } });
  }, [state, code, mutate]);
  const refused = !state || !code;
  if (!refused && error === null) {
    return (
      <Group role="status">
        <Loader size="sm" aria-hidden="true" />
        <Trans>The access is being fetched …</Trans>
      </Group>
    );
  }
  return (
    <>
      <Alert color="red" variant="light" role="alert" title={<Trans>There is no access yet</Trans>}>
        {refused ? (
          <Trans>The provider sent you back without allowing it. Begin again at the mailbox.</Trans>
        ) : (
          explain(error)
        )}
      </Alert>
      <div>
        <ButtonLink to="/mail/mailboxes">
          <Trans>To the mailboxes</Trans>
        </ButtonLink>
      </div>
    </>
  );
}
