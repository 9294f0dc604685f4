import { useLingui } from '@lingui/react/macro';
import { CloseButton, Kbd, TextInput } from '@mantine/core';
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import classes from './TicketList.module.css';

type Props = {
  words: string | undefined;
  onChange: (words: string | undefined) => void;
  onLeave: () => void;
};

/** Finds tickets by their words while one types; "/" comes here from anywhere. */
export function SearchBox({ words, onChange, onLeave }: Props) {
  const { t } = useLingui();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(words ?? '');
  const search = useDebouncedCallback((value: string) => onChange(value.trim() || undefined), 150);
  useHotkeys([['/', () => input.current?.focus()]]);
  useEffect(() => {
    // A view was picked: its list is not a search any more.
    if (words === undefined && document.activeElement !== input.current) setText('');
  }, [words]);

  const clear = () => {
    setText('');
    onChange(undefined);
  };
  return (
    <TextInput
      ref={input}
      type="search"
      size="sm"
      radius="md"
      flex={1}
      aria-label={t`Search tickets`}
      placeholder={t`Search tickets`}
      leftSection={<IconSearch size={15} stroke={1.8} />}
      rightSection={
        text ? (
          <CloseButton size="sm" aria-label={t`Clear the search`} onClick={clear} />
        ) : (
          <Kbd size="xs" className={classes.key}>
            /
          </Kbd>
        )
      }
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        search(event.currentTarget.value);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') clear();
        if (event.key !== 'Escape' && event.key !== 'Enter') return;
        event.preventDefault();
        event.stopPropagation();
        onLeave();
      }}
    />
  );
}
