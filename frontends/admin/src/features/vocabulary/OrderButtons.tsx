import { useLingui } from '@lingui/react/macro';
import { ActionIcon, Group } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';

type Props = { name: string; ids: number[]; id: number; disabled: boolean; onOrder: (ids: number[]) => void };

/** Moves one thing of a list up or down, by pointer and keyboard alike. */
export function OrderButtons({ name, ids, id, disabled, onOrder }: Props) {
  const { t } = useLingui();
  const place = ids.indexOf(id);
  const swap = (other: number) => {
    const next = [...ids];
    next.splice(place, 1);
    next.splice(other, 0, id);
    onOrder(next);
  };
  return (
    <Group gap={2} wrap="nowrap">
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t`Move ${name} up`}
        disabled={disabled || place === 0}
        onClick={() => swap(place - 1)}
      >
        <IconArrowUp size={16} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t`Move ${name} down`}
        disabled={disabled || place === ids.length - 1}
        onClick={() => swap(place + 1)}
      >
        <IconArrowDown size={16} />
      </ActionIcon>
    </Group>
  );
}
