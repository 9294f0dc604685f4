import { fieldError, type IncomingRead, type MailServerRead, type SmtpRead } from '@deskbell/api';
import { Trans, useLingui } from '@lingui/react/macro';
import { Checkbox, NativeSelect, NumberInput, PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import classes from '../../parts/Rows.module.css';

type Props = {
  part: 'incoming' | 'smtp';
  /** What is stored, or what was guessed. */
  known: (Partial<IncomingRead> & Partial<SmtpRead>) | MailServerRead | null | undefined;
  error: unknown;
  /** Whether its provider is signed in at, so that there is no name and password. */
  signsIn?: boolean;
};

/** Where the server's faults are shown, for `FormFailure`. */
export const serverPointers = (part: 'incoming' | 'smtp') =>
  ['host', 'port', 'security', 'username', 'password', 'folder', 'after', 'move_to'].map(
    (name) => `/${part}/${name}`,
  );

const BARE_PORTS = {
  incoming: { tls: 993, starttls: 143, none: 143 },
  smtp: { tls: 465, starttls: 587, none: 25 },
};

/** How one mail server is reached: its name, its port, how it is secured, and who signs in. */
export function ServerFields({ part, known, error, signsIn = false }: Props) {
  const { t } = useLingui();
  const stored = known && 'password_is_set' in known ? known : null;
  const [security, setSecurity] = useState<'tls' | 'starttls' | 'none'>(
    known?.security ?? (part === 'smtp' ? 'starttls' : 'tls'),
  );
  const name = (field: string) => ({
    name: `${part}.${field}`,
    error: fieldError(error, `/${part}/${field}`),
  });
  return (
    <>
      <div className={classes.columns}>
        <TextInput
          {...name('host')}
          label={t`Server`}
          placeholder={part === 'smtp' ? 'smtp.example.org' : 'imap.example.org'}
          defaultValue={known?.host ?? ''}
          required
          withAsterisk={false}
          spellCheck={false}
        />
        <NativeSelect
          {...name('security')}
          label={t`Security`}
          value={security}
          onChange={(event) => setSecurity(event.currentTarget.value as typeof security)}
          data={[
            { value: 'tls', label: t`TLS from the start` },
            { value: 'starttls', label: t`STARTTLS` },
            { value: 'none', label: t`None (private network only)` },
          ]}
        />
        <NumberInput
          {...name('port')}
          key={known?.port ? 'known' : security}
          label={t`Port`}
          defaultValue={known?.port ?? BARE_PORTS[part][security]}
          min={1}
          max={65_535}
          hideControls
        />
      </div>
      {!signsIn && (
        <div className={classes.columns}>
          <TextInput
            {...name('username')}
            label={t`User name`}
            description={t`Often the whole address.`}
            defaultValue={stored?.username ?? ''}
            autoComplete="off"
            spellCheck={false}
          />
          <PasswordInput
            {...name('password')}
            label={t`Password`}
            description={
              stored?.password_is_set ? t`Left empty, the stored one stays.` : t`Often an app password.`
            }
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': t`Show the password` }}
          />
        </div>
      )}
      <Checkbox
        name={`${part}.private`}
        defaultChecked={stored?.private ?? false}
        label={<Trans>It stands in our private network and may be reached there</Trans>}
      />
    </>
  );
}
