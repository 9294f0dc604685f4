import { sessionStore } from '@deskbell/api';
import { useState } from 'react';

/** Somebody by an account, or by what was typed of them. */
export interface Person {
  id: number | null;
  name: string;
  email: string;
}

export interface Fields {
  /** Whether an agent writes to the customer, rather than taking down what they said. */
  ours: boolean;
  person: Person | null;
  subject: string;
  department: string | null;
  assignee: string | null;
  priority: string | null;
  type: string | null;
}

const EMPTY: Fields = {
  ours: true,
  person: null,
  subject: '',
  department: null,
  assignee: null,
  priority: null,
  type: null,
};

const PLACE = 'deskbell-new-ticket';

let kept = EMPTY;
let owner: number | undefined;

/** What this person had filled in on the page before, in this tab. */
function takeKept(userId: number): Fields {
  try {
    const before = JSON.parse(sessionStorage.getItem(PLACE) ?? 'null');
    sessionStorage.removeItem(PLACE);
    return before?.owner === userId ? { ...EMPTY, ...before.fields } : EMPTY;
  } catch {
    return EMPTY;
  }
}

window.addEventListener('pagehide', () => {
  if (kept === EMPTY || sessionStore.read().status !== 'in') return;
  sessionStorage.setItem(PLACE, JSON.stringify({ owner, fields: kept }));
});

/** What was filled in so far; it is still there when its writer has looked at something else meanwhile. */
export function useFields(userId: number) {
  const [fields, show] = useState(() => {
    if (owner !== userId) kept = takeKept(userId);
    owner = userId;
    return kept;
  });
  const change = (part: Partial<Fields>) => {
    kept = { ...kept, ...part };
    show(kept);
  };
  const clear = () => {
    kept = EMPTY;
    show(kept);
  };
  return { fields, change, clear };
}
