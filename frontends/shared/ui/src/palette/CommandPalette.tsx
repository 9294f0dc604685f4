import { useLingui } from '@lingui/react/macro';
import { Kbd, Modal, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import classes from './CommandPalette.module.css';

export type Option = {
  key: string;
  name: string;
  hint?: string;
  keys?: string;
  icon?: ReactNode;
  run: () => void;
};
export type OptionGroup = { title: string; options: Option[] };

/** Whether the name has every word that was typed, in any order. */
export function matches(name: string, typed: string): boolean {
  const within = name.toLocaleLowerCase();
  return typed
    .trim()
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => within.includes(word));
}

type Props = {
  /** What the input is for, to those who can't see it. */
  label: string;
  placeholder: string;
  typed: string;
  onTyped: (typed: string) => void;
  /** What fits what was typed; groups without an option are left out. */
  groups: OptionGroup[];
  searching?: boolean;
  /** Said when nothing fits. */
  none: string;
  onClose: () => void;
};

/** Everything by its name, over the page: typed, chosen with the arrows, done with Enter. */
export function CommandPalette(props: Props) {
  const { label, placeholder, typed, onTyped, searching = false, none, onClose } = props;
  const { t } = useLingui();
  const [cameFrom] = useState(() => document.activeElement as HTMLElement | null);
  const [at, setAt] = useState(0);
  const list = useId();
  const box = useRef<HTMLDivElement>(null);
  const groups = props.groups.filter(({ options }) => options.length > 0);
  const options = groups.flatMap((group) => group.options);
  const chosen = options[Math.min(at, options.length - 1)];
  const idOf = (option: Option) => `${list}-${option.key}`.replaceAll(' ', '-');

  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another one is chosen
  useEffect(() => {
    box.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen?.key]);

  const close = () => {
    onClose();
    // After the dialog has gone, or its focus trap would take the focus back.
    setTimeout(() => cameFrom?.focus());
  };
  const run = (option: Option) => {
    onClose();
    setTimeout(option.run);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((Math.min(at, options.length - 1) + step + options.length) % options.length);
    else if (event.key === 'Enter' && chosen) run(chosen);
    else return;
    event.preventDefault();
  };
  return (
    <Modal.Root
      opened
      onClose={close}
      returnFocus={false}
      transitionProps={{ duration: 0 }}
      centered={false}
      yOffset="12vh"
      size="lg"
      radius="lg"
      padding={0}
    >
      <Modal.Overlay />
      <Modal.Content aria-label={t`Commands`}>
        <TextInput
          className={classes.input}
          data-autofocus
          role="combobox"
          aria-expanded
          aria-controls={list}
          aria-activedescendant={chosen && idOf(chosen)}
          aria-label={label}
          placeholder={placeholder}
          leftSection={<IconSearch size={17} stroke={1.8} />}
          value={typed}
          onChange={(event) => {
            onTyped(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
        <div
          ref={box}
          id={list}
          role="listbox"
          tabIndex={-1}
          className={classes.list}
          aria-label={t`Commands`}
        >
          {groups.map((group) => (
            // biome-ignore lint/a11y/useSemanticElements: a group of options, not of inputs
            <div key={group.title} role="group" aria-label={group.title}>
              <div className={classes.title} aria-hidden="true">
                {group.title}
              </div>
              {group.options.map((option) => (
                // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the input takes the keys for all of them
                <div
                  key={option.key}
                  id={idOf(option)}
                  role="option"
                  aria-selected={option === chosen}
                  className={classes.option}
                  onMouseMove={() => setAt(options.indexOf(option))}
                  onClick={() => run(option)}
                >
                  {option.icon}
                  <span className={classes.name}>{option.name}</span>
                  {option.hint && <span className={classes.hint}>{option.hint}</span>}
                  {option.keys && <Kbd size="xs">{option.keys}</Kbd>}
                </div>
              ))}
            </div>
          ))}
        </div>
        {options.length === 0 && (
          <p className={classes.none} role="status">
            {searching ? t`Searching…` : none}
          </p>
        )}
      </Modal.Content>
    </Modal.Root>
  );
}
