import { fieldError, isFailure } from '@deskbell/api';
import { useLingui } from '@lingui/react/macro';
import { PasswordInput } from '@mantine/core';

/** Whether a form was refused for the password in it. */
export function isWrongPassword(error: unknown): boolean {
  return isFailure(error) && error.code === 'wrong_password';
}

/** The present password, once more: for what outlives the session. */
export function CurrentPassword({ error, description }: { error: unknown; description?: string }) {
  const { t } = useLingui();
  return (
    <PasswordInput
      label={t`Current password`}
      description={description}
      name="current_password"
      autoComplete="current-password"
      required
      withAsterisk={false}
      visibilityToggleButtonProps={{ 'aria-label': t`Show the password` }}
      error={
        isWrongPassword(error)
          ? t`This is not your current password.`
          : fieldError(error, '/current_password')
      }
    />
  );
}
