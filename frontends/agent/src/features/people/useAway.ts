import type { AgentRead, Ref } from '@deskbell/api';
import { toast } from '@deskbell/ui';
import { useLingui } from '@lingui/react/macro';

type Somebody = Ref & Partial<Pick<AgentRead, 'out_of_office_until'>>;

/** Says who is out of office, and until when: in a choice of agents, and when one of them is chosen. */
export function useAway() {
  const { t, i18n } = useLingui();
  const until = (agent: Somebody | null | undefined): string | null => {
    const day = agent?.out_of_office_until;
    return day ? i18n.date(`${day}T12:00`, { day: 'numeric', month: 'long' }) : null;
  };
  return {
    note: (agent: Somebody | null | undefined) => {
      const day = until(agent);
      return day && t`Away until ${day}`;
    },
    warn: (agent: Somebody | null | undefined) => {
      const day = until(agent);
      if (agent && day) toast(t`${agent.name} is away until ${day}`);
    },
  };
}
