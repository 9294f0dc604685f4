import type { AccessEffect, AccessPreview, EffectSide } from '@deskbell/api';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Alert, List, Text } from '@mantine/core';
import { ACTS } from './matrixWords';

function Side({ side }: { side: EffectSide }) {
  const names = side.examples.map(({ person }) => person.name).join(', ');
  return (
    <>
      <Plural value={side.people} one="# person" other="# people" />
      {side.guests && (
        <>
          {' '}
          <Trans>and whoever is not signed in</Trans>
        </>
      )}
      {names && ` (${names}${side.people > side.examples.length ? ' …' : ''})`}
    </>
  );
}

function Of({ effect }: { effect: AccessEffect }) {
  const { t } = useLingui();
  const { kind, name, title } = effect;
  if (kind === 'permission') return title ?? name;
  const words = ACTS[name];
  const act = words ? t(words) : name;
  return kind === 'tickets' ? <Trans>Tickets: {act}</Trans> : <Trans>Articles: {act}</Trans>;
}

/** What a change of rights would do: who gains and who loses, before it is saved. */
export function Effects({ preview }: { preview: AccessPreview }) {
  const { effects, complete } = preview;
  return (
    <Alert color="gray" variant="light" role="status" title={<Trans>What saving this would change</Trans>}>
      {effects.length === 0 ? (
        <Text size="sm">
          <Trans>Nobody gains or loses anything.</Trans>
        </Text>
      ) : (
        <List size="sm">
          {effects.map((effect) => (
            <List.Item key={`${effect.kind} ${effect.name}`}>
              <b>
                <Of effect={effect} />
              </b>
              {effect.gained.people + Number(effect.gained.guests) > 0 && (
                <>
                  {' · '}
                  <Trans>
                    gained by <Side side={effect.gained} />
                  </Trans>
                </>
              )}
              {effect.lost.people + Number(effect.lost.guests) > 0 && (
                <>
                  {' · '}
                  <Trans>
                    lost by <Side side={effect.lost} />
                  </Trans>
                </>
              )}
            </List.Item>
          ))}
        </List>
      )}
      {!complete && (
        <Text size="sm" c="dimmed">
          <Trans>There was too much to look at all of it: there may be more.</Trans>
        </Text>
      )}
    </Alert>
  );
}
