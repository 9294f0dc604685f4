import type { TicketRead } from '@deskbell/api';
import { PersonAvatar, toast } from '@deskbell/ui';
import { useLingui } from '@lingui/react/macro';
import { CopyButton, Tooltip, UnstyledButton } from '@mantine/core';
import { TextLink } from '../../parts/TextLink';
import classes from './Properties.module.css';

/** Who asked; their address is copied with one click. */
export function RequesterCard({ requester }: { requester: TicketRead['requester'] }) {
  const { t } = useLingui();
  return (
    <div className={classes.person}>
      <PersonAvatar name={requester.name} size={32} />
      <div className={classes.personText}>
        <TextLink
          to="/people/$userId"
          params={{ userId: String(requester.id) }}
          className={classes.personName}
          c="inherit"
        >
          {requester.name}
        </TextLink>
        {requester.email && (
          <CopyButton value={requester.email}>
            {({ copy }) => (
              <Tooltip label={t`Copy the address`}>
                <UnstyledButton
                  className={classes.personEmail}
                  onClick={() => {
                    copy();
                    toast(t`Address copied`);
                  }}
                >
                  {requester.email}
                </UnstyledButton>
              </Tooltip>
            )}
          </CopyButton>
        )}
      </div>
    </div>
  );
}
