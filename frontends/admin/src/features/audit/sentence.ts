import type { ReactNode } from 'react';

/** Sentences of event types, of who did it and what it is about. */
export type Sentences = Record<string, (who: ReactNode, it: ReactNode) => ReactNode>;
