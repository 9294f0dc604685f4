import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconArrowsSort } from '@tabler/icons-react';
import { useState } from 'react';

const SORTS = [
  { value: '-updated_at', title: msg`Last updated first` },
  { value: 'updated_at', title: msg`Longest untouched first` },
  { value: '-created_at', title: msg`Newest first` },
  { value: 'created_at', title: msg`Oldest first` },
  { value: '-priority', title: msg`Highest priority first` },
  { value: 'priority', title: msg`Lowest priority first` },
] as const;

type Sort = (typeof SORTS)[number]['value'];

type Props = { sort: Sort; onSort: (sort: Sort) => void };

/** The order of the list. */
export function SortMenu({ sort, onSort }: Props) {
  const { t } = useLingui();
  const [opened, setOpened] = useState(false);
  return (
    <Menu
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width={220}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <Tooltip label={t`Sort`} disabled={opened}>
          <ActionIcon variant="subtle" color="gray" aria-label={t`Sort`}>
            <IconArrowsSort size={16} stroke={1.8} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup aria-label={t`Sort`} value={sort} onChange={(next) => onSort(next as Sort)}>
          {SORTS.map(({ value, title }) => (
            <Menu.RadioItem key={value} value={value} closeMenuOnClick>
              {t(title)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
