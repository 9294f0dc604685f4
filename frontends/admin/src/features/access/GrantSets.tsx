import type { AccessGrant, GrantSet } from '@deskbell/api';
import { useLingui } from '@lingui/react/macro';
import { List } from '@mantine/core';
import { GRANTS } from './words';

function useSentence() {
  const { t } = useLingui();
  const name = (grant: AccessGrant, place: number) => {
    const thing = grant.things[place];
    return thing ? (thing.name ?? `#${thing.id}`) : '';
  };
  return ({ grants }: GrantSet) =>
    grants
      .map((grant) =>
        t(
          GRANTS[grant.kind]({
            name: name(grant, 0),
            second: name(grant, 1),
            title: grant.title ?? '',
            value: grant.value ?? '',
          }),
        ),
      )
      .join(' · ');
}

/** Sets of grants, each a line that is enough by itself. `plain`: what a set without grants says. */
export function GrantSets({ sets, plain }: { sets: GrantSet[]; plain: string }) {
  const sentence = useSentence();
  return (
    <List size="sm" spacing={4}>
      {sets.map((set) => {
        const words = sentence(set) || plain;
        return <List.Item key={words}>{words}</List.Item>;
      })}
    </List>
  );
}
