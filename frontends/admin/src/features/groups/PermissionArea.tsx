import type { PermissionRead } from '@deskbell/api';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Checkbox, Fieldset, SimpleGrid } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';

const AREAS: Record<string, ReturnType<typeof msg>> = {
  support_center: msg`Support center`,
  tickets: msg`Tickets`,
  chat: msg`Chat`,
  calls: msg`Calls`,
  articles: msg`Articles`,
  news: msg`News`,
  downloads: msg`Downloads`,
  guides: msg`Guides`,
  troubleshooter: msg`Troubleshooters`,
  community: msg`Community`,
};

type Props = {
  area: string;
  permissions: PermissionRead[];
  chosen: ReadonlySet<string>;
  /** Permission to the group that grants it. */
  inherited: ReadonlyMap<string, string>;
  onChoose: (name: string, wanted: boolean) => void;
};

/** The permissions of one area; what is inherited is shown, and locked. */
export function PermissionArea({ area, permissions, chosen, inherited, onChoose }: Props) {
  const { t } = useLingui();
  const label = AREAS[area];
  return (
    <Fieldset legend={label ? t(label) : area}>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="sm">
        {permissions.map(({ name, title, sentence }) => {
          const from = inherited.get(name);
          return (
            <Checkbox
              key={name}
              label={title}
              description={
                from ? (
                  <>
                    <IconLock size={12} aria-hidden="true" /> <Trans>From {from}</Trans>
                  </>
                ) : (
                  sentence
                )
              }
              checked={from !== undefined || chosen.has(name)}
              disabled={from !== undefined}
              onChange={(event) => onChoose(name, event.currentTarget.checked)}
            />
          );
        })}
      </SimpleGrid>
    </Fieldset>
  );
}
