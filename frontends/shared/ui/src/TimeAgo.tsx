import { ago, fullTime, shortTime } from '@deskbell/i18n';
import { Tooltip } from '@mantine/core';
import { useNow } from './clock';

type Props = { at: string; form?: 'ago' | 'short' | 'narrow'; className?: string };

/** A moment in words, with the whole date in the reader's zone on hover. */
export function TimeAgo({ at, form = 'ago', className }: Props) {
  const now = Math.max(useNow(), Date.parse(at));
  const text = form === 'short' ? shortTime(at, now) : ago(at, now, form === 'narrow' ? 'narrow' : 'long');
  return (
    <Tooltip label={fullTime(at)}>
      <time dateTime={at} className={className}>
        {text}
      </time>
    </Tooltip>
  );
}
