import { type HotkeyItem, useHotkeys } from '@mantine/hooks';
import { useEffect, useId } from 'react';

/** Something that can be done now: by its key, and by its name in the palette. */
export interface Command {
  title: string;
  /** As `useHotkeys` takes it: "e", "shift+?". */
  keys?: string;
  /** What it is about: the palette shows what concerns the open ticket first. */
  about: 'ticket' | 'place' | 'app';
  run: () => void;
}

const offered = new Map<string, Command[]>();
const ORDER = ['ticket', 'place', 'app'] as const;

/** Offers commands for as long as the component is on the screen; what can't be done now is false. */
export function useCommands(all: (Command | false)[]): void {
  const commands = all.filter((command) => command !== false);
  const key = useId();
  useEffect(() => {
    offered.set(key, commands);
  });
  useEffect(() => () => void offered.delete(key), [key]);
  useHotkeys(commands.flatMap(({ keys, run }): HotkeyItem[] => (keys ? [[keys, () => run()]] : [])));
}

/** Everything that can be done now. */
export function offeredCommands(): Command[] {
  const all = [...offered.values()].flat();
  return ORDER.flatMap((about) => all.filter((command) => command.about === about));
}
