import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';

const NAMES = {
  'ticket.subject_changed': msg`the subject`,
  'ticket.status_changed': msg`the status`,
  'ticket.assignee_changed': msg`the assignee`,
  'ticket.team_changed': msg`the team`,
  'ticket.department_changed': msg`the department`,
  'ticket.organization_changed': msg`the organization`,
  'ticket.private_changed': msg`who sees it`,
  'ticket.priority_changed': msg`the priority`,
  'ticket.type_changed': msg`the type`,
  'ticket.message_added': msg`the conversation`,
  'ticket.note_added': msg`the notes`,
};

type Known = keyof typeof NAMES;

/** Says what a list of events changed: "the status and the assignee". */
export function useChangedNames(): (types: string[]) => string {
  const { t, i18n } = useLingui();
  return (types) => {
    const known = [...new Set(types)].filter((type): type is Known => type in NAMES);
    if (known.length === 0) return t`something on this ticket`;
    return new Intl.ListFormat(i18n.locale).format(known.map((type) => t(NAMES[type])));
  };
}
