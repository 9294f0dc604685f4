import { fieldError, type WebhookRead } from '@deskbell/api';
import { FormFailure, Panel, submitted } from '@deskbell/ui';
import { useLingui } from '@lingui/react/macro';
import { Button, Switch, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import classes from '../../parts/Rows.module.css';
import { EventTypes } from './EventTypes';

const FIELDS = ['/url', '/description', '/event_types', '/enabled'];

interface WebhookBody {
  url: string;
  description: string;
  event_types: string[];
  enabled: boolean;
}

type Props = {
  title: ReactNode;
  webhook?: WebhookRead;
  error: unknown;
  pending: boolean;
  onSend: (body: WebhookBody) => void;
  action: ReactNode;
};

/** What is known of a webhook: where it leads, and what it is told of. */
export function WebhookForm({ title, webhook, error, pending, onSend, action }: Props) {
  const { t } = useLingui();
  const [types, setTypes] = useState(webhook?.event_types ?? []);
  const [enabled, setEnabled] = useState(webhook?.enabled ?? true);
  const [url, setUrl] = useState(webhook?.url ?? '');
  const send = (event: FormEvent<HTMLFormElement>) => {
    const value = submitted(event);
    onSend({ url, description: value('description'), event_types: types, enabled });
  };
  return (
    <Panel title={title}>
      <form className={classes.form} onSubmit={send} noValidate>
        <div className={classes.columns}>
          <TextInput
            label={t`Address`}
            description={
              url.startsWith('http:')
                ? t`Without https, others on the way can read what is sent.`
                : t`Where your program listens for POST.`
            }
            placeholder="https://example.org/hooks/deskbell"
            type="url"
            required
            withAsterisk={false}
            spellCheck={false}
            value={url}
            onChange={(event) => setUrl(event.currentTarget.value)}
            error={fieldError(error, '/url')}
          />
          <TextInput
            name="description"
            label={t`Description`}
            description={t`For the people here.`}
            defaultValue={webhook?.description}
            error={fieldError(error, '/description')}
          />
        </div>
        <EventTypes value={types} onChange={setTypes} error={fieldError(error, '/event_types')} />
        <Switch
          label={t`On`}
          description={t`Off, nothing is sent and nothing is kept for it. What was missed can be replayed.`}
          checked={enabled}
          onChange={(event) => setEnabled(event.currentTarget.checked)}
        />
        <FormFailure error={error} fields={FIELDS} />
        <div className={classes.end}>
          <Button type="submit" loading={pending}>
            {action}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
