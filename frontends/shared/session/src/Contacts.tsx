import type { AddressRead, PhoneRead } from '@deskbell/api';
import { FormFailure, SureButton, submitted } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Badge, Button, TextInput } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import account from './AccountDialog.module.css';
import classes from './Contacts.module.css';

/** One way to reach a person, and what can be done about it. */
type Way = { id: number; text: string; primary: boolean; verified: boolean };

export const ofAddress = ({ id, email, primary, verified }: AddressRead): Way => ({
  id,
  text: email,
  primary,
  verified,
});
export const ofPhone = ({ id, number, primary, verified }: PhoneRead): Way => ({
  id,
  text: number,
  primary,
  verified,
});

type Props = {
  label: string;
  ways: Way[];
  pending: boolean;
  onPrimary: (id: number) => void;
  onRemove: (id: number) => void;
  /** Where a link proves that it is the person's. */
  onVerify?: (id: number) => void;
};

/** The addresses, or the numbers, of a person. */
export function Ways({ label, ways, pending, onPrimary, onRemove, onVerify }: Props) {
  const { t } = useLingui();
  return (
    <ul className={account.sessions} aria-label={label}>
      {ways.map((way) => (
        <li key={way.id} className={`${account.session} ${classes.way}`}>
          <div className={`${account.device} ${classes.text}`}>
            {way.text}
            {onVerify && !way.verified && (
              <div className={account.meta}>
                <Trans>Not verified yet</Trans>
              </div>
            )}
          </div>
          <div className={classes.acts}>
            {way.primary && (
              <Badge variant="light">
                <Trans>Primary</Trans>
              </Badge>
            )}
            {onVerify && !way.verified && (
              <Button
                size="compact-xs"
                variant="default"
                disabled={pending}
                aria-label={t`Mail a link: ${way.text}`}
                onClick={() => onVerify(way.id)}
              >
                <Trans>Mail a link</Trans>
              </Button>
            )}
            {!way.primary && (!onVerify || way.verified) && (
              <Button
                size="compact-xs"
                variant="default"
                disabled={pending}
                aria-label={t`Make primary: ${way.text}`}
                onClick={() => onPrimary(way.id)}
              >
                <Trans>Make primary</Trans>
              </Button>
            )}
            {(!way.primary || !onVerify) && (
              <SureButton
                label={t`Remove`}
                sure={t`Remove it now`}
                about={way.text}
                disabled={pending}
                onSure={() => onRemove(way.id)}
              />
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

type NewWayProps = {
  name: 'email' | 'number';
  label: string;
  description?: string;
  error: unknown;
  fieldError: string | undefined;
  pending: boolean;
  action: ReactNode;
  onAdd: (text: string, done: () => void) => void;
};

/** Where another address, or number, is typed. */
export function NewWay({ name, label, description, error, fieldError, pending, action, onAdd }: NewWayProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    const value = submitted(event);
    const form = event.currentTarget;
    onAdd(value(name).trim(), () => form.reset());
  };
  return (
    <form onSubmit={submit}>
      <div className={classes.form}>
        <TextInput
          className={classes.input}
          label={label}
          description={description}
          name={name}
          type={name === 'email' ? 'email' : 'tel'}
          autoComplete={name === 'email' ? 'email' : 'tel'}
          required
          withAsterisk={false}
          error={fieldError}
        />
        <Button type="submit" variant="light" loading={pending}>
          {action}
        </Button>
      </div>
      <FormFailure error={error} fields={[`/${name}`]} />
    </form>
  );
}
