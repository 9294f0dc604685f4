import { type OrganizationRead, type Sharing, setOrganizationSharingMutation } from '@deskbell/api';
import { FormFailure, Panel, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, NativeSelect, Switch } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import classes from '../../parts/Pane.module.css';
import { useOrganizationRefresh } from './useOrganizationRefresh';

/** Who of its people sees, answers and closes the tickets of the others. */
export function SharingForm({ organization }: { organization: OrganizationRead }) {
  const { t } = useLingui();
  const refresh = useOrganizationRefresh();
  const [sharing, setSharing] = useState(organization.sharing);
  const save = useMutation({
    ...setOrganizationSharingMutation(),
    onSuccess: (saved) => {
      setSharing(saved.sharing);
      refresh(saved.id);
      toast(t`Saved`);
    },
  });
  const modes: { value: Sharing; label: string }[] = [
    { value: 'none', label: t`Nobody` },
    { value: 'managers', label: t`Managers` },
    { value: 'named', label: t`Managers and named members` },
    { value: 'everyone', label: t`Everybody in it` },
  ];
  const choice = (right: 'see' | 'reply' | 'close', label: string) => (
    <NativeSelect
      label={label}
      data={modes}
      value={sharing[right]}
      onChange={(event) => setSharing({ ...sharing, [right]: event.currentTarget.value as Sharing })}
    />
  );
  const same = JSON.stringify(sharing) === JSON.stringify(organization.sharing);
  return (
    <Panel
      title={<Trans>Sharing</Trans>}
      lead={<Trans>What its people may do with each other's tickets. Their own are theirs anyway.</Trans>}
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ path: { organization_id: organization.id }, body: sharing });
        }}
      >
        <div className={classes.pair}>
          {choice('see', t`Who sees`)}
          {choice('reply', t`Who of them replies`)}
          {choice('close', t`Who of them closes`)}
        </div>
        <Switch
          label={t`People may keep a ticket private`}
          checked={sharing.private_allowed}
          onChange={(event) => setSharing({ ...sharing, private_allowed: event.currentTarget.checked })}
        />
        <FormFailure error={save.error} />
        <Button type="submit" size="xs" className={classes.save} disabled={same} loading={save.isPending}>
          <Trans>Save sharing</Trans>
        </Button>
      </form>
    </Panel>
  );
}
