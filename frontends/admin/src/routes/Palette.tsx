import { CommandPalette, matches } from '@deskbell/ui/palette';
import { useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { NAVIGATION } from './navigation';

/** Every page by its name. */
export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const groups = NAVIGATION.map(({ group, items }) => ({
    title: t(group),
    options: items
      .map(({ label, path }) => ({ key: path, name: t(label), run: () => void navigate({ to: path }) }))
      .filter(({ name }) => matches(`${name} ${t(group)}`, typed)),
  }));
  return (
    <CommandPalette
      label={t`Search for a page`}
      placeholder={t`Where to?`}
      typed={typed}
      onTyped={setTyped}
      groups={groups}
      none={t`No page by this name. Try fewer words.`}
      onClose={onClose}
    />
  );
}
