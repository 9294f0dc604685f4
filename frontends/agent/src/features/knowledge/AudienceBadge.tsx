import { listAudienceGroupsOptions } from '@deskbell/api';
import { Trans } from '@lingui/react/macro';
import { Badge } from '@mantine/core';
import { IconLock, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';

type Props = { of: { audience: 'agents' | 'parent' | 'groups'; group_ids: number[] } };

/** For whom something is, where that is narrower than what stands above it. */
export function AudienceBadge({ of: { audience, group_ids } }: Props) {
  const { data } = useQuery({ ...listAudienceGroupsOptions(), enabled: audience === 'groups' });
  if (audience === 'parent') return null;
  if (audience === 'agents') {
    return (
      <Badge variant="light" color="gray" tt="none" leftSection={<IconLock size={12} />}>
        <Trans>Agents only</Trans>
      </Badge>
    );
  }
  const names = data?.items.filter(({ id }) => group_ids.includes(id)).map(({ name }) => name);
  return (
    <Badge variant="light" tt="none" leftSection={<IconUsers size={12} />}>
      {names?.join(', ') ?? <Trans>Some groups</Trans>}
    </Badge>
  );
}
