import { useLingui } from '@lingui/react/macro';
import { Badge } from '@mantine/core';
import { LEVEL_COLORS, LEVEL_NAMES, type Level } from './levels';

/** Customer, agent or admin. */
export function LevelBadge({ level }: { level: Level }) {
  const { t } = useLingui();
  return (
    <Badge variant="light" color={LEVEL_COLORS[level]}>
      {t(LEVEL_NAMES[level])}
    </Badge>
  );
}
