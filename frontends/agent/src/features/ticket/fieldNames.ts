import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';

const NAMES = {
  subject: msg`the subject`,
  status: msg`the status`,
  assignee: msg`the assignee`,
  team: msg`the team`,
  department: msg`the department`,
  priority: msg`the priority`,
  type: msg`the type`,
  labels: msg`the labels`,
  followers: msg`the followers`,
  messages: msg`the conversation`,
};

/** Turns the API's names of parts into a list in words. */
export function useFieldNames(): (fields: string[]) => string {
  const { t, i18n } = useLingui();
  return (fields) => {
    const named = fields.map((field) => (field in NAMES ? t(NAMES[field as keyof typeof NAMES]) : field));
    if (named.length === 0) return t`something on this ticket`;
    return new Intl.ListFormat(i18n.locale).format(named);
  };
}
