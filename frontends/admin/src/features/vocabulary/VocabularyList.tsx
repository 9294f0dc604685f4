import { EmptyState, Loaded, Row, Rows, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Badge, Button, ColorSwatch } from '@mantine/core';
import { IconListDetails } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { AudienceDialog } from '../../parts/AudienceDialog';
import { KINDS } from './kinds';
import { OrderButtons } from './OrderButtons';
import { RemoveDialog } from './RemoveDialog';
import { ThingDialog } from './ThingDialog';
import type { Thing, Vocabulary } from './words';

type RowProps = {
  thing: Thing;
  vocabulary: Vocabulary;
  ids: number[];
  busy: boolean;
  onOrder: (ids: number[]) => void;
  onDefault: () => void;
  onChange: () => void;
  onAudience: () => void;
  onRemove: () => void;
};

function ThingRow({
  thing,
  vocabulary,
  ids,
  busy,
  onOrder,
  onDefault,
  onChange,
  onAudience,
  onRemove,
}: RowProps) {
  const { t } = useLingui();
  const { name, public_name: shown } = thing;
  const meaning = thing.kind && t(KINDS[thing.kind as keyof typeof KINDS]);
  return (
    <Row
      icon={
        thing.color && <ColorSwatch color={thing.color} size={16} withShadow={false} aria-hidden="true" />
      }
      title={name}
      sub={
        meaning &&
        (shown === name ? (
          meaning
        ) : (
          <Trans>
            {meaning} · customers read “{shown}”
          </Trans>
        ))
      }
    >
      {thing.is_default && (
        <Badge variant="light">
          <Trans>Default</Trans>
        </Badge>
      )}
      {vocabulary.makeDefault && !thing.is_default && (
        <Button
          size="compact-xs"
          variant="subtle"
          aria-label={t`Make default: ${name}`}
          disabled={busy}
          onClick={onDefault}
        >
          <Trans>Make default</Trans>
        </Button>
      )}
      {vocabulary.order && (
        <OrderButtons name={name} ids={ids} id={thing.id} disabled={busy} onOrder={onOrder} />
      )}
      {vocabulary.audience && (
        <Button
          size="compact-xs"
          variant="default"
          aria-label={t`Who may choose it: ${name}`}
          onClick={onAudience}
        >
          <Trans>Who may choose it</Trans>
        </Button>
      )}
      <Button size="compact-xs" variant="default" aria-label={t`Change ${name}`} onClick={onChange}>
        <Trans>Change</Trans>
      </Button>
      {!thing.is_default && (
        <Button
          size="compact-xs"
          variant="subtle"
          color="red"
          aria-label={t`Delete ${name}`}
          onClick={onRemove}
        >
          <Trans>Delete</Trans>
        </Button>
      )}
    </Row>
  );
}

/** Statuses, priorities, types or labels: their order, their default, changing and deleting. */
export function VocabularyList({ vocabulary }: { vocabulary: Vocabulary }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const things = useQuery({ queryKey: [...vocabulary.queryKey(), 'admin'], queryFn: vocabulary.list });
  const [changed, setChanged] = useState<Thing | null>(null);
  const [doomed, setDoomed] = useState<Thing | null>(null);
  const [narrowed, setNarrowed] = useState<Thing | null>(null);
  const act = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onError: (error) => toastFailure(t`Nothing was changed`, error),
    onSettled: () => queries.invalidateQueries({ queryKey: vocabulary.queryKey() }),
  });
  return (
    <Loaded query={things} failure={<Trans>The list did not come</Trans>}>
      {(items) => (
        <>
          {items.length === 0 ? (
            <EmptyState icon={<IconListDetails size={28} stroke={1.5} />} title={<Trans>None yet</Trans>}>
              <Trans>Make the first one with the button above.</Trans>
            </EmptyState>
          ) : (
            <Rows label={t(vocabulary.label)}>
              {items.map((thing) => (
                <ThingRow
                  key={thing.id}
                  thing={thing}
                  vocabulary={vocabulary}
                  ids={items.map(({ id }) => id)}
                  busy={act.isPending}
                  onOrder={(ids) =>
                    vocabulary.order && act.mutate(() => vocabulary.order?.(ids) ?? Promise.resolve())
                  }
                  onDefault={() => act.mutate(() => vocabulary.makeDefault?.(thing) ?? Promise.resolve())}
                  onChange={() => setChanged(thing)}
                  onAudience={() => setNarrowed(thing)}
                  onRemove={() => setDoomed(thing)}
                />
              ))}
            </Rows>
          )}
          <ThingDialog
            key={changed?.id}
            vocabulary={vocabulary}
            thing={changed}
            opened={changed !== null}
            onClose={() => setChanged(null)}
          />
          <AudienceDialog
            audience={(narrowed && vocabulary.audience?.(narrowed)) ?? null}
            onClose={() => setNarrowed(null)}
            whenEmpty={<Trans>Every customer may choose it who may choose one at all.</Trans>}
          />
          <RemoveDialog
            vocabulary={vocabulary}
            thing={doomed}
            others={items.filter(({ id, kind }) => id !== doomed?.id && kind === doomed?.kind)}
            onClose={() => setDoomed(null)}
          />
        </>
      )}
    </Loaded>
  );
}
