import { LabelChip } from '@deskbell/ui';
import { useLingui } from '@lingui/react/macro';
import { CloseButton, type OptionsFilter, Select } from '@mantine/core';
import { useEffect, useId, useRef, useState } from 'react';
import classes from './Properties.module.css';

type Token = { id: number; name: string; color?: string };

type Props<T extends Token> = {
  label: string;
  adding: string;
  items: T[];
  options: T[];
  editable: boolean;
  onTyped?: (typed: string) => void;
  filter?: OptionsFilter;
  /** Opened from outside, by its key. */
  opened?: boolean;
  onOpened?: (opened: boolean) => void;
  /** Where the keys go once enough was chosen. */
  onDone: () => void;
  onAdd: (item: T) => void;
  onRemove: (item: T) => void;
};

/** A property that is a handful of things: labels, followers. */
export function PropertyTokens<T extends Token>(props: Props<T>) {
  const { label, adding, items, options, editable, onTyped, filter, opened, onOpened, onDone } = props;
  const { onAdd, onRemove } = props;
  const { t } = useLingui();
  const title = useId();
  const [search, setSearch] = useState('');
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (opened) input.current?.focus();
  }, [opened]);
  const free = options.filter((option) => !items.some((item) => item.id === option.id));
  return (
    <div className={classes.tokens}>
      <div id={title} className={classes.label}>
        {label}
      </div>
      <ul className={classes.chips} aria-labelledby={title}>
        {items.map((item) => (
          <li key={item.id}>
            <LabelChip label={{ name: item.name, color: item.color ?? 'var(--mantine-color-dimmed)' }}>
              {editable && (
                <CloseButton
                  size={15}
                  iconSize={11}
                  className={classes.remove}
                  aria-label={t`Remove ${item.name}`}
                  onClick={() => onRemove(item)}
                />
              )}
            </LabelChip>
          </li>
        ))}
      </ul>
      {editable && (
        <Select
          ref={input}
          size="xs"
          variant="unstyled"
          aria-label={adding}
          placeholder={adding}
          classNames={{ input: classes.input }}
          data={free.map((option) => ({ value: String(option.id), label: option.name }))}
          value={null}
          searchable
          limit={100}
          searchValue={search}
          onSearchChange={(typed) => {
            setSearch(typed);
            onTyped?.(typed);
          }}
          filter={filter}
          selectFirstOptionOnChange
          nothingFoundMessage={t`Nothing to add`}
          dropdownOpened={opened}
          onDropdownOpen={() => onOpened?.(true)}
          onDropdownClose={() => onOpened?.(false)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            onOpened?.(false);
            onDone();
          }}
          comboboxProps={{ width: 220, position: 'bottom-end', shadow: 'md' }}
          onChange={(id) => {
            const next = free.find((option) => String(option.id) === id);
            setSearch('');
            if (next) onAdd(next);
          }}
        />
      )}
    </div>
  );
}
