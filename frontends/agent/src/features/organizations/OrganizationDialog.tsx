import {
  createOrganizationMutation,
  fieldError,
  isFailure,
  listAgentsOptions,
  type OrganizationRead,
  updateOrganizationMutation,
} from '@deskbell/api';
import { FormDialog, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useOrganizationRefresh } from './useOrganizationRefresh';

type Props = {
  organization: OrganizationRead | null;
  opened: boolean;
  onClose: () => void;
  onSaved?: (organization: OrganizationRead) => void;
};

const FIELDS = ['/name', '/website', '/phone', '/notes', '/labels', '/account_manager_id'];

/** Makes an organization, or changes what is known of it. */
export function OrganizationDialog({ organization, opened, onClose, onSaved }: Props) {
  const { t } = useLingui();
  const refresh = useOrganizationRefresh();
  const { data: agents } = useQuery({ ...listAgentsOptions({ query: { limit: 100 } }), enabled: opened });
  const [labels, setLabels] = useState(organization?.labels ?? []);
  const [manager, setManager] = useState(organization?.account_manager ?? null);
  const onSuccess = (saved: OrganizationRead) => {
    refresh(saved.id);
    toast(t`Saved`);
    onClose();
    onSaved?.(saved);
  };
  const create = useMutation({ ...createOrganizationMutation(), onSuccess });
  const change = useMutation({ ...updateOrganizationMutation(), onSuccess });
  const act = organization ? change : create;
  const taken = isFailure(act.error) && act.error.code === 'name_taken';
  const known = new Map(
    [...(manager ? [manager] : []), ...(agents?.items ?? [])].map(({ id, name }) => [id, name]),
  );
  return (
    <FormDialog
      opened={opened}
      onClose={() => {
        create.reset();
        change.reset();
        onClose();
      }}
      title={organization ? <Trans>Change the organization</Trans> : <Trans>New organization</Trans>}
      pending={act.isPending}
      error={taken ? null : act.error}
      fields={FIELDS}
      onSubmit={(value) => {
        const body = {
          name: value('name'),
          website: value('website'),
          phone: value('phone'),
          notes: value('notes'),
          labels,
          account_manager_id: manager?.id ?? null,
        };
        if (organization) change.mutate({ path: { organization_id: organization.id }, body });
        else create.mutate({ body });
      }}
    >
      <TextInput
        label={t`Name`}
        name="name"
        required
        withAsterisk={false}
        data-autofocus
        maxLength={200}
        defaultValue={organization?.name}
        error={taken ? t`Another organization has this name.` : fieldError(act.error, '/name')}
      />
      <TextInput
        label={t`Website`}
        name="website"
        maxLength={200}
        defaultValue={organization?.website}
        error={fieldError(act.error, '/website')}
      />
      <TextInput
        label={t`Phone`}
        name="phone"
        maxLength={200}
        defaultValue={organization?.phone}
        error={fieldError(act.error, '/phone')}
      />
      <Select
        label={t`Account manager`}
        placeholder={t`Nobody`}
        searchable
        clearable
        data={[...known].map(([id, name]) => ({ value: String(id), label: name }))}
        value={manager ? String(manager.id) : null}
        onChange={(id) => setManager(id ? { id: Number(id), name: known.get(Number(id)) ?? '' } : null)}
        error={fieldError(act.error, '/account_manager_id')}
      />
      <TagsInput label={t`Labels`} maxTags={50} value={labels} onChange={setLabels} />
      <Textarea
        label={t`Notes`}
        description={t`For agents; customers never see them.`}
        name="notes"
        autosize
        minRows={2}
        maxRows={8}
        defaultValue={organization?.notes}
        error={fieldError(act.error, '/notes')}
      />
    </FormDialog>
  );
}
