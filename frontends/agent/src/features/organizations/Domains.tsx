import { isFailure, type OrganizationRead, setOrganizationDomainsMutation } from '@deskbell/api';
import { FormFailure, Panel, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TagsInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import classes from '../../parts/Pane.module.css';
import { useOrganizationRefresh } from './useOrganizationRefresh';

/** The domains whose people are presumed to belong to it. */
export function Domains({ organization }: { organization: OrganizationRead }) {
  const { t } = useLingui();
  const refresh = useOrganizationRefresh();
  const [domains, setDomains] = useState(organization.domains);
  const save = useMutation({
    ...setOrganizationDomainsMutation(),
    onSuccess: (saved) => {
      setDomains(saved.domains);
      refresh(saved.id);
      toast(t`Saved`);
    },
  });
  const reported = isFailure(save.error) ? save.error.errors.map(({ message }) => message).join(' ') : '';
  const same = domains.join() === organization.domains.join();
  return (
    <Panel
      title={<Trans>Domains</Trans>}
      lead={
        <Trans>
          Whoever writes from one counts as a member. What members see opens once the address is verified.
        </Trans>
      }
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ path: { organization_id: organization.id }, body: { domains } });
        }}
      >
        <TagsInput
          aria-label={t`Domains`}
          placeholder={domains.length === 0 ? t`acme.com, or .acme.com with all below it` : undefined}
          value={domains}
          onChange={setDomains}
          splitChars={[',', ' ', ';']}
          acceptValueOnBlur
          error={reported || undefined}
        />
        <FormFailure error={reported ? null : save.error} />
        <Button type="submit" size="xs" className={classes.save} disabled={same} loading={save.isPending}>
          <Trans>Save domains</Trans>
        </Button>
      </form>
    </Panel>
  );
}
