import { type OptionsFilter, Select } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import classes from './Properties.module.css';

type Option = { id: number; name: string };

type Props<T extends Option> = {
  label: string;
  placeholder?: string;
  options: T[];
  value: Option | null;
  editable: boolean;
  clearable?: boolean;
  mark?: (option: Option) => ReactNode;
  /** What there is to know of an option before it is chosen. */
  note?: (option: T) => string | null;
  /** Where the options are asked for as one types. */
  onTyped?: (typed: string) => void;
  filter?: OptionsFilter;
  /** Opened from outside, by its key. */
  opened?: boolean;
  onOpened?: (opened: boolean) => void;
  onChange: (option: T | null) => void;
  /** Where the keys go once something was chosen or not. */
  onDone: () => void;
};

/** One property of the ticket that is one of a list. */
export function PropertySelect<T extends Option>(props: Props<T>) {
  const {
    label,
    placeholder,
    options,
    value,
    editable,
    clearable = false,
    mark,
    note,
    onTyped,
    filter,
    opened,
    onOpened,
    onChange,
    onDone,
  } = props;
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (opened) input.current?.focus();
  }, [opened]);

  // What the ticket has now may be something that can't be chosen any more.
  const known = value === null || options.some((option) => option.id === value.id);
  const all: Option[] = known ? options : [value, ...options];
  return (
    <Select
      ref={input}
      size="xs"
      label={label}
      placeholder={placeholder}
      variant="unstyled"
      classNames={{
        root: classes.property,
        label: classes.label,
        input: mark && value ? classes.marked : classes.input,
      }}
      data={all.map((option) => ({ value: String(option.id), label: option.name }))}
      value={value === null ? null : String(value.id)}
      disabled={!editable}
      renderOption={({ option: { value: id, label: name } }) => {
        const option = options.find((each) => String(each.id) === id);
        const more = option && note?.(option);
        return more ? (
          <span>
            {name}
            <span className={classes.note}>{more}</span>
          </span>
        ) : (
          name
        );
      }}
      searchable
      onSearchChange={onTyped}
      filter={filter}
      limit={100}
      selectFirstOptionOnChange
      clearable={clearable && editable && value !== null}
      allowDeselect={false}
      leftSection={value && mark?.(value)}
      leftSectionWidth={mark && value ? 34 : undefined}
      comboboxProps={{ width: 220, position: 'bottom-end', shadow: 'md' }}
      dropdownOpened={opened}
      onDropdownOpen={() => onOpened?.(true)}
      onDropdownClose={() => onOpened?.(false)}
      // What is typed takes the place of the present choice.
      onFocus={(event) => event.currentTarget.select()}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onOpened?.(false);
        onDone();
      }}
      onChange={(id) => {
        onOpened?.(false);
        const next = options.find((option) => String(option.id) === id) ?? null;
        if (next?.id !== value?.id) onChange(next);
        onDone();
      }}
    />
  );
}
