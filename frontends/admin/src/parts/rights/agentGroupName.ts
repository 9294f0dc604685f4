import type { AgentGroupRead } from '@deskbell/api';
import { t } from '@lingui/core/macro';

/** What a group of agents is called: the built-in ones have names in each language. */
export function agentGroupName({ kind, name }: Pick<AgentGroupRead, 'kind' | 'name'>): string {
  if (kind === 'all') return t`All permissions`;
  if (kind === 'safe') return t`All non-destructive`;
  return name;
}
