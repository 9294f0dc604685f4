import type { UserGroupRead } from '@deskbell/api';
import { t } from '@lingui/core/macro';

/** What a group is called: the built-in ones have names in each language. */
export function groupName({ kind, name }: Pick<UserGroupRead, 'kind' | 'name'>): string {
  if (kind === 'everyone') return t`Everyone`;
  if (kind === 'registered') return t`Registered`;
  return name;
}
