import { fieldError } from '@deskbell/api';
import { FormFailure, submitted } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type KeyboardEvent, useCallback, useState } from 'react';
import type { TicketAccess } from './access';
import classes from './Conversation.module.css';
import { FileDrop } from './FileDrop';
import { type Attached, useUploads } from './uploads';
import { useDraft } from './useDraft';

const EMPTY = { text: '', files: [] as Attached[] };

type Props = { access: TicketAccess; ticketId: number; solved: boolean };

/** Where the customer answers; what is typed stays until it is sent. */
export function ReplyForm({ access, ticketId, solved }: Props) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const { draft, change, forget } = useDraft(`reply:${ticketId}`, EMPTY);
  const [sendKey, setSendKey] = useState(() => crypto.randomUUID());
  const keep = useCallback(
    (files: Attached[]) => {
      change({ files });
      setSendKey(crypto.randomUUID());
    },
    [change],
  );
  const uploads = useUploads(access.upload, draft.files, keep);
  const reply = useMutation({
    mutationFn: () => {
      // Nothing but files is a reply, too.
      const body = { text: draft.text, file_ids: uploads.files.map(({ id }) => id) };
      return access.reply(body, sendKey);
    },
    onSuccess: async () => {
      await Promise.all([
        queries.invalidateQueries({ queryKey: access.messages.queryKey }),
        queries.invalidateQueries({ queryKey: access.ticket.queryKey }),
      ]);
      uploads.clear();
      forget();
    },
  });
  const empty = draft.text.trim() === '' && uploads.files.length === 0;

  const send = (event: FormEvent<HTMLFormElement>) => {
    submitted(event);
    if (!empty && !uploads.busy && !reply.isPending) reply.mutate();
  };
  const hurry = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
  };

  return (
    <form className={classes.reply} onSubmit={send}>
      <FileDrop uploads={uploads}>
        <Textarea
          label={t`Your answer`}
          description={solved ? t`This ticket is solved. An answer opens it again.` : undefined}
          autosize
          minRows={4}
          maxRows={16}
          maxLength={100_000}
          value={draft.text}
          onChange={(event) => {
            change({ text: event.currentTarget.value });
            setSendKey(crypto.randomUUID());
          }}
          onKeyDown={hurry}
          error={fieldError(reply.error, '/text')}
        />
      </FileDrop>
      <FormFailure error={reply.error} fields={['/text']} />
      <Button
        type="submit"
        loading={reply.isPending}
        disabled={empty || uploads.busy}
        className={classes.send}
      >
        {uploads.busy ? <Trans>Waiting for the files…</Trans> : <Trans>Send the answer</Trans>}
      </Button>
    </form>
  );
}
