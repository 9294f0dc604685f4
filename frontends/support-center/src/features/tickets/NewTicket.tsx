import {
  createTicketMutation,
  createTicketSubmissionMutation,
  fieldError,
  sendFile,
  sendGuestFile,
  type UserMe,
} from '@deskbell/api';
import { FormFailure, submitted } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, lazy, type ReactNode, Suspense, useCallback, useState } from 'react';
import { CHOICE_FIELDS, NOTHING_CHOSEN } from './choices';
import { FileDrop } from './FileDrop';
import classes from './NewTicket.module.css';
import { TicketOrganization } from './TicketOrganization';
import { type Attached, type SendFile, useUploads } from './uploads';
import { useDraft } from './useDraft';

const EMPTY = {
  name: '',
  email: '',
  subject: '',
  text: '',
  files: [] as Attached[],
  organization: null as number | null,
  choices: NOTHING_CHOSEN,
};
const FIELDS = ['/requester/name', '/requester/email', '/subject', '/text', ...CHOICE_FIELDS];
const TicketChoices = lazy(() =>
  import('./TicketChoices').then((module) => ({ default: module.TicketChoices })),
);

const asGuest: SendFile = (file, tell, signal) => sendGuestFile(file, tell, signal);
const asUser: SendFile = async (file, tell, signal) => ({
  ...(await sendFile(file, tell, signal)),
  claim: null,
});

export type Sent = { reference: string; email: string | null };
type Props = {
  user: UserMe | null;
  onSent: (sent: Sent) => void;
  /** What may answer it already, of what was typed so far. */
  hints: (typed: string) => ReactNode;
};

/** Where somebody asks, signed in or not. What is typed stays over errors, sign-in and reload. */
export function NewTicket({ user, onSent, hints }: Props) {
  const { t } = useLingui();
  const { draft, change, forget } = useDraft('new', EMPTY);
  const [sendKey, setSendKey] = useState(() => crypto.randomUUID());
  const keep = useCallback((files: Attached[]) => change({ files }), [change]);
  const usable = draft.files.filter(({ claim }) => (claim === null) === (user !== null));
  const uploads = useUploads(user ? asUser : asGuest, usable, keep);
  const own = useMutation(createTicketMutation());
  const guests = useMutation(createTicketSubmissionMutation());
  const error = user ? own.error : guests.error;
  const pending = own.isPending || guests.isPending;

  const typed = (part: Partial<typeof EMPTY>) => {
    change(part);
    setSendKey(crypto.randomUUID());
  };
  const done = (sent: Sent) => {
    uploads.clear();
    forget();
    onSent(sent);
  };
  const send = (event: FormEvent<HTMLFormElement>) => {
    submitted(event);
    const { subject, text, name, email, choices } = draft;
    const headers = { 'Idempotency-Key': sendKey };
    if (user) {
      own.mutate(
        {
          body: {
            subject,
            text,
            file_ids: uploads.files.map(({ id }) => id),
            organization_id: draft.organization,
            choices,
          },
          headers,
        },
        { onSuccess: ({ reference }) => done({ reference, email: null }) },
      );
      return;
    }
    const files = uploads.files.map(({ id, claim }) => ({ id, claim: claim ?? '' }));
    guests.mutate(
      { body: { requester: { name, email }, subject, text, choices, files }, headers },
      { onSuccess: ({ reference }) => done({ reference, email }) },
    );
  };

  return (
    <form className={classes.form} onSubmit={send}>
      {!user && (
        <div className={classes.pair}>
          <TextInput
            label={t`Your name`}
            autoComplete="name"
            required
            withAsterisk={false}
            maxLength={200}
            value={draft.name}
            onChange={(event) => typed({ name: event.currentTarget.value })}
            error={fieldError(error, '/requester/name')}
          />
          <TextInput
            label={t`Your email`}
            type="email"
            autoComplete="email"
            required
            withAsterisk={false}
            value={draft.email}
            onChange={(event) => typed({ email: event.currentTarget.value })}
            error={fieldError(error, '/requester/email')}
          />
        </div>
      )}
      <TextInput
        label={t`What is it about?`}
        required
        withAsterisk={false}
        maxLength={250}
        value={draft.subject}
        onChange={(event) => typed({ subject: event.currentTarget.value })}
        error={fieldError(error, '/subject')}
      />
      {hints(`${draft.subject} ${draft.text}`)}
      <FileDrop uploads={uploads}>
        <Textarea
          label={t`What can we do for you?`}
          required
          withAsterisk={false}
          autosize
          minRows={7}
          maxRows={20}
          maxLength={100_000}
          value={draft.text}
          onChange={(event) => typed({ text: event.currentTarget.value })}
          error={fieldError(error, '/text')}
        />
      </FileDrop>
      <Suspense>
        <TicketChoices
          key={user?.id ?? 'guest'}
          value={draft.choices}
          error={error}
          onChange={(choices) => typed({ choices })}
        />
      </Suspense>
      {user && (
        <TicketOrganization value={draft.organization} onChange={(organization) => typed({ organization })} />
      )}
      <FormFailure error={error} fields={FIELDS} />
      <Button type="submit" size="md" loading={pending} disabled={uploads.busy} className={classes.send}>
        {uploads.busy ? <Trans>Waiting for the files…</Trans> : <Trans>Send</Trans>}
      </Button>
    </form>
  );
}
