import type { MessageDescriptor } from '@lingui/core';
import type { Audience } from '../../parts/AudienceDialog';

/** A status, priority, type or label, as far as the list of them has to know it. */
export interface Thing {
  id: number;
  name: string;
  color?: string;
  kind?: string;
  public_name?: string;
  is_default?: boolean;
}

/** What is typed about one. */
export interface Typed {
  name: string;
  color: string;
  publicName: string;
  kind: string;
}

/** What a list of one sort says and can do. */
export interface Vocabulary {
  label: MessageDescriptor;
  make: MessageDescriptor;
  change: MessageDescriptor;
  /** Whether one of them is the default, and may be another. */
  hasDefault: boolean;
  hasColor: boolean;
  hasKind: boolean;
  list: () => Promise<Thing[]>;
  create: (typed: Typed) => Promise<unknown>;
  update: (thing: Thing, typed: Typed) => Promise<unknown>;
  makeDefault?: (thing: Thing) => Promise<unknown>;
  remove: (thing: Thing, moveTo: number | null) => Promise<unknown>;
  order?: (ids: number[]) => Promise<unknown>;
  /** Who may choose one, where that can be narrowed. */
  audience?: (thing: Thing) => Audience;
  /** The key under which everything else of the panel keeps the same list. */
  queryKey: () => readonly unknown[];
}
