import { EmptyState } from '@deskbell/ui';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { createLink } from '@tanstack/react-router';
import { type ReactNode, useContext } from 'react';
import classes from './AuthFrame.module.css';
import { AuthPlace } from './AuthPlace';

const LinkButton = createLink(Button<'a'>);

type Props = {
  /** The words that lead back to this home's first page. */
  back: ReactNode;
};

/** For an address that leads nowhere. */
export function MissingPage({ back }: Props) {
  const whole = useContext(AuthPlace) === 'page';
  const Place = whole ? 'main' : 'div';
  return (
    <Place className={whole ? classes.whole : classes.part}>
      <EmptyState
        icon={<IconMapOff size={28} stroke={1.5} />}
        title={<Trans>There is no page at this address</Trans>}
        action={
          <LinkButton component="a" to="/" variant="light" size="xs">
            {back}
          </LinkButton>
        }
      >
        <Trans>The link may be old, or a letter is missing.</Trans>
      </EmptyState>
    </Place>
  );
}
