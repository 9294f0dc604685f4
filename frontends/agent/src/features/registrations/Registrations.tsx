import { listRegistrationsOptions } from '@deskbell/api';
import { Trans } from '@lingui/react/macro';
import { UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUserQuestion } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMay } from '../../parts/useMay';
import classes from './Registrations.module.css';
import { RegistrationsDialog } from './RegistrationsDialog';

const LIMIT = 50;

/** In the rail, as long as there are any: people who wrote and wait to be let in. */
export function Registrations() {
  const [opened, dialog] = useDisclosure(false);
  const may = useMay(false);
  const { data } = useQuery({
    ...listRegistrationsOptions({ query: { waits_for: 'approval', limit: LIMIT } }),
    enabled: may('people.create'),
    retry: false,
  });
  if (!data || (data.items.length === 0 && !opened)) return null;
  const count = data.next_cursor === null ? String(data.items.length) : `${LIMIT}+`;
  return (
    <>
      <UnstyledButton className={classes.open} onClick={dialog.open}>
        <IconUserQuestion size={17} stroke={1.7} aria-hidden="true" />
        <span className={classes.label}>
          <Trans>New people</Trans>
        </span>
        <span className={classes.count}>{count}</span>
      </UnstyledButton>
      <RegistrationsDialog people={data.items} opened={opened} onClose={dialog.close} />
    </>
  );
}
