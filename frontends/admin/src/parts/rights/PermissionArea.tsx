import type { PermissionRead } from '@deskbell/api';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Checkbox, Fieldset, SimpleGrid } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import type { Choice } from './usePermissionChoice';

const AREAS: Record<string, ReturnType<typeof msg>> = {
  support_center: msg`Support center`,
  tickets: msg`Tickets`,
  people: msg`People`,
  organizations: msg`Organizations`,
  content: msg`Content`,
  chat: msg`Chat`,
  calls: msg`Calls`,
  reports: msg`Reports`,
  macros: msg`Macros`,
  views: msg`Views`,
  articles: msg`Articles`,
  news: msg`News`,
  downloads: msg`Downloads`,
  guides: msg`Guides`,
  troubleshooter: msg`Troubleshooters`,
  community: msg`Community`,
};

type Props = { area: string; permissions: PermissionRead[]; choice: Choice };

/** The permissions of one area; what comes from elsewhere is shown, and locked. */
export function PermissionArea({ area, permissions, choice }: Props) {
  const { t } = useLingui();
  const label = AREAS[area];
  return (
    <Fieldset legend={label ? t(label) : area}>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="sm">
        {permissions.map(({ name, title, sentence }) => {
          const from = choice.locked.get(name);
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
              checked={choice.has(name)}
              disabled={choice.readOnly || from !== undefined}
              error={choice.fault(name)}
              onChange={(event) => choice.choose([name], event.currentTarget.checked)}
            />
          );
        })}
      </SimpleGrid>
    </Fieldset>
  );
}
