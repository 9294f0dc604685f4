import { useLingui } from '@lingui/react/macro';
import { CloseButton, Combobox, Kbd, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { complete, isUnfinished, suggest, wordAt } from './completion';
import classes from './TicketList.module.css';
import { useSearchValues } from './useSearchValues';

type Props = {
  words: string | undefined;
  onChange: (words: string | undefined) => void;
  onLeave: () => void;
};

/** Finds tickets while one types, by words and by operators that complete themselves; "/" comes here. */
export function SearchBox({ words, onChange, onLeave }: Props) {
  const { t } = useLingui();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(words ?? '');
  const [caret, setCaret] = useState(0);
  const { values, about } = useSearchValues();
  const combobox = useCombobox();
  const search = useDebouncedCallback((value: string) => {
    if (!isUnfinished(value)) onChange(value.trim() || undefined);
  }, 150);
  useHotkeys([['/', () => input.current?.focus()]]);
  useEffect(() => {
    // A view was picked, or a link to a search: what stands here follows, unless one is just typing.
    if (document.activeElement !== input.current) setText(words ?? '');
  }, [words]);

  const suggestions = suggest(wordAt(text, caret).word, values, about);
  const offered = combobox.dropdownOpened && suggestions.length > 0;
  const type = (value: string, at: number) => {
    setText(value);
    setCaret(at);
    search(value);
    combobox.resetSelectedOption();
    combobox.openDropdown();
  };
  const take = (suggestion: string) => {
    const next = complete(text, caret, suggestion);
    type(next.text, next.caret);
    requestAnimationFrame(() => input.current?.setSelectionRange(next.caret, next.caret));
  };
  const clear = () => {
    type('', 0);
    onChange(undefined);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = offered && combobox.getSelectedOptionIndex() !== -1;
    if (event.key === 'Tab' && offered && !event.shiftKey) {
      event.preventDefault();
      take(suggestions[Math.max(combobox.getSelectedOptionIndex(), 0)]?.text ?? '');
    }
    if (event.key !== 'Escape' && event.key !== 'Enter') return;
    if (event.key === 'Enter' && chosen) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') clear();
    combobox.closeDropdown();
    onLeave();
  };
  return (
    <Combobox store={combobox} shadow="md" width={300} position="bottom-start" onOptionSubmit={take}>
      <Combobox.Target>
        <TextInput
          ref={input}
          type="search"
          size="sm"
          radius="md"
          flex={1}
          aria-label={t`Search tickets`}
          placeholder={t`Search tickets`}
          autoComplete="off"
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
          onChange={({ currentTarget: { value, selectionStart } }) =>
            type(value, selectionStart ?? value.length)
          }
          onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart ?? 0)}
          onBlur={() => combobox.closeDropdown()}
          onKeyDown={onKeyDown}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={!offered}>
        <Combobox.Options mah={300} style={{ overflowY: 'auto' }} aria-label={t`Completions`}>
          {suggestions.map((each) => (
            <Combobox.Option key={each.text} value={each.text} className={classes.suggestion}>
              <span>{each.text}</span>
              <span className={classes.about}>{each.about}</span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
