import { useLingui } from '@lingui/react/macro';
import { PasswordInput } from '@mantine/core';

type Props = { name: string; error?: string };

/** Where somebody chooses a password. What is allowed is the server's to say. */
export function NewPasswordInput({ name, error }: Props) {
  const { t } = useLingui();
  return (
    <PasswordInput
      label={t`New password`}
      description={t`A sentence is easy to remember and hard to guess.`}
      name={name}
      autoComplete="new-password"
      required
      withAsterisk={false}
      error={error}
      visibilityToggleButtonProps={{ 'aria-label': t`Show the password` }}
    />
  );
}
