import type { UserRead } from '@deskbell/api';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

export type Level = UserRead['level'];

export const LEVELS: readonly Level[] = ['user', 'agent', 'admin'];

export const LEVEL_NAMES: Record<Level, MessageDescriptor> = {
  user: msg`Customer`,
  agent: msg`Agent`,
  admin: msg`Admin`,
};

export const LEVEL_COLORS: Record<Level, string> = { user: 'gray', agent: 'iris', admin: 'orange' };
