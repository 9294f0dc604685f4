import { createMailServerCheckMutation, type MailboxRead, updateMailboxMutation } from '@deskbell/api';
import { FormFailure, Panel, submitted, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Fieldset, Switch } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import classes from '../../parts/Rows.module.css';
import { FolderFields } from './FolderFields';
import { ServerFields, serverPointers } from './ServerFields';
import { ServerTries } from './ServerTries';
import { incomingBody, smtpBody } from './serverBody';
import { useKeepMailbox } from './useKeepMailbox';

const FIELDS = [...serverPointers('incoming'), ...serverPointers('smtp'), '/incoming', '/smtp'];

/** The servers from which a mailbox gets its mail and through which it sends; tried before they are saved. */
export function ServersForm({ mailbox }: { mailbox: MailboxRead }) {
  const { t } = useLingui();
  const keep = useKeepMailbox();
  const [receives, setReceives] = useState(mailbox.incoming !== null);
  const [sends, setSends] = useState(mailbox.smtp !== null);
  const check = useMutation(createMailServerCheckMutation());
  const save = useMutation({
    ...updateMailboxMutation(),
    onSuccess: (next) => {
      keep(next);
      toast(t`Saved`);
    },
  });
  const error = save.error ?? check.error;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    const value = submitted(event);
    const form = new FormData(event.currentTarget);
    const isChecked = (name: string) => form.has(name);
    const servers = {
      incoming: receives ? incomingBody(value, isChecked) : null,
      smtp: sends ? smtpBody(value, isChecked) : null,
    };
    const button = (event.nativeEvent as SubmitEvent).submitter as HTMLButtonElement | null;
    if (button?.value === 'try') {
      save.reset();
      check.mutate({ body: { mailbox_id: mailbox.id, ...servers } });
      return;
    }
    check.reset();
    save.mutate({
      path: { mailbox_id: mailbox.id },
      headers: { 'If-Match': `"${mailbox.version}"` },
      body: servers,
    });
  };
  const signsIn = mailbox.sign_in_with !== null;
  return (
    <Panel title={<Trans>Servers</Trans>}>
      <form className={classes.form} onSubmit={submit} key={mailbox.version}>
        <Switch
          checked={receives}
          onChange={(event) => setReceives(event.currentTarget.checked)}
          label={t`Fetch its mail from an IMAP server`}
          description={t`Otherwise its mail has to be delivered to this helpdesk by SMTP or LMTP.`}
        />
        {receives && (
          <Fieldset legend={t`Receiving (IMAP)`} className={classes.form}>
            <ServerFields part="incoming" known={mailbox.incoming} error={error} signsIn={signsIn} />
            <FolderFields known={mailbox.incoming} error={error} />
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
            <ServerFields part="smtp" known={mailbox.smtp} error={error} signsIn={signsIn} />
          </Fieldset>
        )}
        {check.data && <ServerTries check={check.data} />}
        <FormFailure error={error} fields={FIELDS} />
        <div className={classes.end}>
          <Button type="submit" loading={save.isPending}>
            <Trans>Save</Trans>
          </Button>
          <Button
            type="submit"
            name="act"
            value="try"
            variant="default"
            loading={check.isPending}
            disabled={!receives && !sends}
          >
            <Trans>Try the servers</Trans>
          </Button>
        </div>
      </form>
    </Panel>
  );
}
