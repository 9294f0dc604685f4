import { FormFailure, submitted } from '@deskbell/ui';
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { AuthFrame } from './AuthFrame';
import classes from './AuthFrame.module.css';
import { DeadLink } from './DeadLink';
import { isDeadLink } from './deadLink';
import { takeLinkToken } from './linkToken';

type Props = {
  kind: 'setup' | 'reset';
  title: ReactNode;
  lead?: ReactNode;
  action: ReactNode;
  error: unknown;
  pending: boolean;
  /** JSON pointers of the inputs. */
  fields: readonly string[];
  onSubmit: (token: string, value: (name: string) => string) => void;
  children: ReactNode;
};

/** A form that the secret of a single-use link opens. */
export function LinkForm(props: Props) {
  const { kind, title, lead, action, error, pending, fields, onSubmit, children } = props;
  const [token] = useState(takeLinkToken);
  return (
    <AuthFrame title={title} lead={lead}>
      {!token || isDeadLink(error) ? (
        <DeadLink kind={kind} />
      ) : (
        <form className={classes.form} onSubmit={(event) => onSubmit(token, submitted(event))}>
          {children}
          <FormFailure error={error} fields={fields} />
          <Button type="submit" loading={pending} size="md" fullWidth>
            {action}
          </Button>
        </form>
      )}
    </AuthFrame>
  );
}
