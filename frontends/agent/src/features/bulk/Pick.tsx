import { useLingui } from '@lingui/react/macro';
import { ActionIcon, Combobox, useCombobox } from '@mantine/core';
import type { TablerIcon } from '@tabler/icons-react';
import { useState } from 'react';

type Option = { id: number; name: string };

type Props<T extends Option> = {
  icon: TablerIcon;
  label: string;
  options: T[];
  onTyped?: (typed: string) => void;
  onPick: (option: T) => void;
};

/** A button that asks for one of a list, found as one types. */
export function Pick<T extends Option>({ icon: Icon, label, options, onTyped, onPick }: Props<T>) {
  const { t } = useLingui();
  const [typed, setTyped] = useState('');
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      combobox.focusTarget();
      setTyped('');
    },
    onDropdownOpen: () => {
      combobox.focusSearchInput();
      combobox.selectFirstOption();
    },
  });
  const within = typed.trim().toLocaleLowerCase();
  const shown = options.filter(({ name }) => name.toLocaleLowerCase().includes(within)).slice(0, 100);
  return (
    <Combobox
      store={combobox}
      width={230}
      position="bottom-start"
      shadow="md"
      onOptionSubmit={(id) => {
        const picked = options.find((option) => String(option.id) === id);
        combobox.closeDropdown();
        if (picked) onPick(picked);
      }}
    >
      <Combobox.Target withAriaAttributes={false}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          title={label}
          aria-label={label}
          aria-haspopup="listbox"
          aria-expanded={combobox.dropdownOpened}
          onClick={() => combobox.toggleDropdown()}
        >
          <Icon size={17} stroke={1.8} />
        </ActionIcon>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={typed}
          aria-label={label}
          placeholder={label}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            onTyped?.(event.currentTarget.value);
            combobox.selectFirstOption();
          }}
        />
        <Combobox.Options mah={260} style={{ overflowY: 'auto' }} aria-label={label}>
          {shown.length === 0 && <Combobox.Empty>{t`Nothing by this name`}</Combobox.Empty>}
          {shown.map(({ id, name }) => (
            <Combobox.Option key={id} value={String(id)}>
              {name}
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
