import { useLingui } from '@lingui/react/macro';
import { Kbd, Modal, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { type Command, offeredCommands } from './commands';
import classes from './Palette.module.css';
import { useFound } from './useFound';

type Option = { key: string; name: string; hint?: string; keys?: string; run: () => void };
type Group = { title: string; options: Option[] };

/** Whether the name has every word that was typed, in any order. */
function matches(name: string, typed: string): boolean {
  const within = name.toLocaleLowerCase();
  return typed
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => within.includes(word));
}

const asOption = ({ title, keys, run }: Command): Option => ({ key: title, name: title, keys, run });

function useGroups(typed: string, commands: Command[], onOpenTicket: (id: number) => void) {
  const { t } = useLingui();
  const { tickets, searching } = useFound(typed);
  const about = (kind: Command['about']) =>
    commands.filter((command) => command.about === kind && matches(command.title, typed)).map(asOption);
  const found = tickets.map((ticket) => ({
    key: `ticket-${ticket.id}`,
    name: ticket.subject,
    hint: `#${ticket.id} · ${ticket.requester.name}`,
    run: () => onOpenTicket(ticket.id),
  }));
  const groups: Group[] = [
    { title: t`This ticket`, options: about('ticket') },
    { title: t`Tickets`, options: found },
    { title: t`Go to`, options: about('place') },
    { title: t`Deskbell`, options: about('app') },
  ];
  return { groups: groups.filter(({ options }) => options.length > 0), searching };
}

type Props = { onOpenTicket: (id: number) => void; onClose: () => void };

/** Everything by its name: acts on the open ticket, tickets by number or words, views, departments. */
export function Palette({ onOpenTicket, onClose }: Props) {
  const { t } = useLingui();
  const [commands] = useState(offeredCommands);
  const [cameFrom] = useState(() => document.activeElement as HTMLElement | null);
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const list = useId();
  const box = useRef<HTMLDivElement>(null);
  const { groups, searching } = useGroups(typed.trim(), commands, onOpenTicket);
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
          aria-label={t`Search for a command or a ticket`}
          placeholder={t`A command, or a ticket's number or words`}
          leftSection={<IconSearch size={17} stroke={1.8} />}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
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
            {searching ? t`Searching…` : t`Nothing by this name. Try a ticket's number, or fewer words.`}
          </p>
        )}
      </Modal.Content>
    </Modal.Root>
  );
}
