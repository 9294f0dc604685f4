import { listWebhookEventTypesOptions, type WebhookEventTypeRead } from '@deskbell/api';
import { FailureNotice } from '@deskbell/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Badge, Button, Checkbox, Group, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { RowsSkeleton } from '../../parts/Listing';
import classes from './Webhooks.module.css';

type Props = { value: string[]; onChange: (next: string[]) => void; error?: string };

/** Which events are sent: by what they are about, with what each one means. */
export function EventTypes({ value, onChange, error }: Props) {
  const { t } = useLingui();
  const [words, setWords] = useState('');
  const types = useQuery({ ...listWebhookEventTypesOptions(), staleTime: Infinity });
  if (types.error) {
    return (
      <FailureNotice title={t`The events could not be loaded`} error={types.error} onRetry={types.refetch} />
    );
  }
  if (!types.data) return <RowsSkeleton count={4} />;
  const open = types.data.items.filter(({ internal }) => !internal).map(({ type }) => type);
  const found = types.data.items.filter(({ type, description }) =>
    `${type} ${description}`.toLowerCase().includes(words.trim().toLowerCase()),
  );
  return (
    <fieldset className={classes.types}>
      <legend>
        <Trans>Events</Trans>
      </legend>
      <Group gap={8}>
        <TextInput
          type="search"
          aria-label={t`Search for an event`}
          placeholder={t`Search for an event`}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          error={error}
        />
        <Button variant="default" onClick={() => onChange([...new Set([...value, ...open])].sort())}>
          <Trans>All that customers may know</Trans>
        </Button>
        <Button variant="subtle" disabled={value.length === 0} onClick={() => onChange([])}>
          <Trans>None</Trans>
        </Button>
        <Text fz="sm" c="dimmed" role="status">
          <Plural value={value.length} one="# chosen" other="# chosen" />
        </Text>
      </Group>
      <Checkbox.Group value={value} onChange={onChange}>
        <div className={classes.list}>
          {found.map((kind) => (
            <EventType key={kind.type} kind={kind} />
          ))}
          {found.length === 0 && (
            <Text fz="sm" c="dimmed">
              <Trans>No event by these words.</Trans>
            </Text>
          )}
        </div>
      </Checkbox.Group>
    </fieldset>
  );
}

function EventType({ kind }: { kind: WebhookEventTypeRead }) {
  return (
    <Checkbox
      value={kind.type}
      label={
        <>
          <code>{kind.type}</code>{' '}
          {kind.internal && (
            <Badge size="xs" variant="light" color="gray" tt="none">
              <Trans>internal</Trans>
            </Badge>
          )}
        </>
      }
      description={kind.description}
    />
  );
}
