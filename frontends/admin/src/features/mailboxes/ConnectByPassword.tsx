import {
  createMailboxMutation,
  createMailServerCheckMutation,
  type MailboxCreate,
  type MailServerRead,
} from '@deskbell/api';
import { FormFailure, submitted } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Fieldset, Switch } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import classes from '../../parts/Rows.module.css';
import type { Wanted } from './ConnectWizard';
import { FolderFields } from './FolderFields';
import { ServerFields, serverPointers } from './ServerFields';
import { ServerTries } from './ServerTries';
import { incomingBody, smtpBody } from './serverBody';
import { useKeepMailbox } from './useKeepMailbox';

const FIELDS = [...serverPointers('incoming'), ...serverPointers('smtp'), '/incoming', '/smtp'];

type Props = {
  wanted: Wanted;
  imap: MailServerRead | null;
  smtp: MailServerRead | null;
  onConnected: (mailboxId: number) => void;
};

/** The servers and the password; both are tried, and only then the mailbox is made. */
export function ConnectByPassword({ wanted, imap, smtp, onConnected }: Props) {
  const { t } = useLingui();
  const keep = useKeepMailbox();
  const [receives, setReceives] = useState(true);
  const [sends, setSends] = useState(true);
  const create = useMutation({
    ...createMailboxMutation(),
    onSuccess: (mailbox) => {
      keep(mailbox);
      onConnected(mailbox.id);
    },
  });
  const check = useMutation(createMailServerCheckMutation());
  const failed = [check.data?.incoming, check.data?.smtp].some((each) => each && !each.ok);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    const button = (event.nativeEvent as SubmitEvent).submitter as HTMLButtonElement | null;
    const form = new FormData(event.currentTarget);
    const value = submitted(event);
    const isChecked = (name: string) => form.has(name);
    const incoming = receives ? incomingBody(value, isChecked) : null;
    const sending = sends ? smtpBody(value, isChecked) : null;
    // Without a user name it is the whole address, which most servers want; without a password there is none.
    if (incoming) incoming.username ??= wanted.address;
    if (sending?.password) sending.username ??= wanted.address;
    const mailbox: MailboxCreate = { ...wanted, incoming, smtp: sending };
    create.reset();
    if (button?.value !== 'anyway' && (incoming || sending)) {
      const found = await check.mutateAsync({ body: { incoming, smtp: sending } }).catch(() => null);
      if (!found || [found.incoming, found.smtp].some((each) => each && !each.ok)) return;
    }
    create.mutate({ body: mailbox });
  };
  const error = create.error ?? check.error;
  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)}>
      <Switch
        checked={receives}
        onChange={(event) => setReceives(event.currentTarget.checked)}
        label={t`Fetch its mail from an IMAP server`}
        description={t`Otherwise its mail has to be delivered to this helpdesk by SMTP or LMTP.`}
      />
      {receives && (
        <Fieldset legend={t`Receiving (IMAP)`} className={classes.form}>
          <ServerFields part="incoming" known={imap} error={error} />
          <FolderFields known={null} error={error} />
        </Fieldset>
      )}
      <Switch
        checked={sends}
        onChange={(event) => setSends(event.currentTarget.checked)}
        label={t`Send through a server of its own`}
        description={t`Otherwise through the helpdesk's own server, if one is set; else its mail waits.`}
      />
      {sends && (
        <Fieldset legend={t`Sending (SMTP)`} className={classes.form}>
          <ServerFields part="smtp" known={smtp} error={error} />
        </Fieldset>
      )}
      {check.data && <ServerTries check={check.data} />}
      <FormFailure error={error} fields={FIELDS} />
      <div className={classes.end}>
        <Button type="submit" loading={check.isPending || create.isPending}>
          <Trans>Try and connect</Trans>
        </Button>
        {failed && (
          <Button type="submit" name="act" value="anyway" variant="default" loading={create.isPending}>
            <Trans>Save it all the same</Trans>
          </Button>
        )}
      </div>
    </form>
  );
}
