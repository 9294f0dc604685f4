import { CommandPalette, matches, type Option, type OptionGroup } from '@deskbell/ui/palette';
import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { type Command, offeredCommands } from './commands';
import { useFound } from './useFound';

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
  const groups: OptionGroup[] = [
    { title: t`This ticket`, options: about('ticket') },
    { title: t`Tickets`, options: found },
    { title: t`Go to`, options: about('place') },
    { title: t`Deskbell`, options: about('app') },
  ];
  return { groups, searching };
}

type Props = { onOpenTicket: (id: number) => void; onClose: () => void };

/** Everything by its name: acts on the open ticket, tickets by number or words, views, departments. */
export function Palette({ onOpenTicket, onClose }: Props) {
  const { t } = useLingui();
  const [commands] = useState(offeredCommands);
  const [typed, setTyped] = useState('');
  const { groups, searching } = useGroups(typed.trim(), commands, onOpenTicket);
  return (
    <CommandPalette
      label={t`Search for a command or a ticket`}
      placeholder={t`A command, or a ticket's number or words`}
      typed={typed}
      onTyped={setTyped}
      groups={groups}
      searching={searching}
      none={t`Nothing by this name. Try a ticket's number, or fewer words.`}
      onClose={onClose}
    />
  );
}
