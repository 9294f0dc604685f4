import { createRecoveryCodesMutation } from '@deskbell/api';
import { FormFailure, SureButton } from '@deskbell/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { hidden } from './hidden';
import classes from './TwoSteps.module.css';
import { useConfirmed } from './useConfirmed';

type Props = { left: number; onChange: (codes?: string[] | null) => Promise<void> };

/** How many recovery codes are left, and the way to new ones. */
export function CodesPart({ left, onChange }: Props) {
  const { t } = useLingui();
  const [run, dialog] = useConfirmed();
  const renew = useMutation({ ...createRecoveryCodesMutation(), onSuccess: ({ codes }) => onChange(codes) });
  return (
    <section className={classes.part}>
      <div className={classes.words}>
        <h3 className={classes.name}>
          <Trans>Recovery codes</Trans>
        </h3>
        <p className={classes.text}>
          <Plural value={left} one="One is left." other="# are left." />
        </p>
      </div>
      <SureButton
        label={t`Make new ones`}
        sure={t`Make new ones now`}
        about={t`Recovery codes`}
        loading={renew.isPending}
        onSure={() => run(() => renew.mutateAsync({}))}
      />
      <FormFailure error={hidden(renew.error)} />
      {dialog}
    </section>
  );
}
