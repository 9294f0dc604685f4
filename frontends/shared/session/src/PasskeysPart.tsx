import {
  createPasskey,
  createPasskeyChallenge,
  deletePasskeyMutation,
  type PasskeyRead,
} from '@deskbell/api';
import { FormFailure, SureButton, TimeAgo, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import account from './AccountDialog.module.css';
import { deviceName } from './device';
import { hidden } from './hidden';
import { hasPasskeys, makePasskey } from './passkeys';
import classes from './TwoSteps.module.css';
import { useConfirmed } from './useConfirmed';
import { useStepText } from './useStepText';

type Props = { passkeys: PasskeyRead[]; onChange: (codes?: string[] | null) => Promise<void> };

/** Passkeys: made by the browser, used instead of the password or after it. */
export function PasskeysPart({ passkeys, onChange }: Props) {
  const { t } = useLingui();
  const say = useStepText();
  const [run, dialog] = useConfirmed();
  const add = useMutation({
    mutationFn: async () => {
      const { data: asked } = await createPasskeyChallenge();
      const credential = await makePasskey(asked.options);
      const name = deviceName(navigator.userAgent) ?? t`Passkey`;
      return (await createPasskey({ body: { challenge: asked.challenge, name, credential } })).data;
    },
    onSuccess: async ({ recovery_codes }) => {
      toast(t`Passkey added`);
      await onChange(recovery_codes);
    },
  });
  const remove = useMutation({ ...deletePasskeyMutation(), onSuccess: () => onChange() });
  return (
    <section className={classes.parts}>
      <div className={classes.part}>
        <div className={classes.words}>
          <h3 className={classes.name}>
            <Trans>Passkeys</Trans>
          </h3>
          <p className={classes.text}>
            <Trans>Your finger, face or a security key, instead of a password.</Trans>
          </p>
        </div>
        <Button
          size="xs"
          variant="light"
          disabled={!hasPasskeys()}
          loading={add.isPending}
          onClick={() => run(() => add.mutateAsync())}
        >
          <Trans>Add a passkey</Trans>
        </Button>
      </div>
      {passkeys.length > 0 && (
        <ul className={classes.list} aria-label={t`Passkeys`}>
          {passkeys.map((each) => (
            <li key={each.id} className={account.session}>
              <div className={account.device}>
                {each.name}
                <div className={account.meta}>
                  {each.site}
                  {' · '}
                  {each.last_used_at ? (
                    <Trans>
                      Last used <TimeAgo at={each.last_used_at} />
                    </Trans>
                  ) : (
                    <Trans>Never used</Trans>
                  )}
                </div>
              </div>
              <SureButton
                label={t`Remove`}
                sure={t`Remove it now`}
                about={each.name}
                loading={remove.isPending && remove.variables.path.passkey_id === each.id}
                onSure={() => run(() => remove.mutateAsync({ path: { passkey_id: each.id } }))}
              />
            </li>
          ))}
        </ul>
      )}
      <FormFailure error={hidden(add.error)} say={say} />
      <FormFailure error={hidden(remove.error)} />
      {dialog}
    </section>
  );
}
