import {
  fieldError,
  removeUserGroupRuleMutation,
  setUserGroupRuleMutation,
  type UserGroupRead,
} from '@deskbell/api';
import { FormFailure, Panel, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Stack, TagsInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useGroupRefresh } from './useGroupRefresh';

/** Who is in the group by what they are. */
export function RuleForm({ group }: { group: UserGroupRead }) {
  const { t } = useLingui();
  const refresh = useGroupRefresh(group.id);
  const [domains, setDomains] = useState(group.rule?.domains ?? []);
  const [languages, setLanguages] = useState(group.rule?.languages ?? []);
  const path = { user_group_id: group.id };
  const onSuccess = () => {
    refresh();
    toast(t`The rule is changed; members follow in a moment`);
  };
  const set = useMutation({ ...setUserGroupRuleMutation(), onSuccess });
  const remove = useMutation({ ...removeUserGroupRuleMutation(), onSuccess });
  const headers = { 'If-Match': `"${group.version}"` };
  const asks = domains.length > 0 || languages.length > 0;
  const domainFault = domains.map((_, place) => fieldError(set.error, `/domains/${place}`)).find(Boolean);
  const languageFault = languages
    .map((_, place) => fieldError(set.error, `/languages/${place}`))
    .find(Boolean);
  return (
    <Panel
      title={<Trans>By rule</Trans>}
      lead={
        <Trans>
          People come in and leave by themselves, as what they are changes. Who was added by hand stays.
        </Trans>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const { time_zones = [], claimed } = group.rule ?? {};
          set.mutate({
            path,
            headers,
            body: { domains, languages, time_zones, claimed: claimed ? true : null },
          });
        }}
      >
        <Stack gap="sm">
          <TagsInput
            label={t`A verified address of one of these domains`}
            description={t`With a dot before it, subdomains too: .example.org`}
            value={domains}
            onChange={setDomains}
            error={domainFault}
          />
          <TagsInput
            label={t`And one of these languages`}
            description={t`As in the person’s profile: en, de`}
            value={languages}
            onChange={setLanguages}
            error={languageFault}
          />
          <FormFailure error={domainFault || languageFault ? null : (set.error ?? remove.error)} />
          <Group gap="xs">
            <Button type="submit" disabled={!asks} loading={set.isPending}>
              <Trans>Save rule</Trans>
            </Button>
            {group.rule && (
              <Button
                variant="default"
                loading={remove.isPending}
                onClick={() => remove.mutate({ path, headers })}
              >
                <Trans>Remove rule</Trans>
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
