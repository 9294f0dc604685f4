import { deleteOrganizationMutation, getOrganizationOptions, type OrganizationRead } from '@deskbell/api';
import { ConfirmDialog, Facts, Loaded, Panel, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import classes from '../../parts/Pane.module.css';
import { TextLink } from '../../parts/TextLink';
import { Tickets } from '../../parts/Tickets';
import { Domains } from './Domains';
import { Members } from './Members';
import { OrganizationDialog } from './OrganizationDialog';
import { SharingForm } from './SharingForm';
import { useOrganizationRefresh } from './useOrganizationRefresh';

type ShownProps = { organization: OrganizationRead; onBack: () => void };

function Shown({ organization, onBack }: ShownProps) {
  const { t } = useLingui();
  const refresh = useOrganizationRefresh();
  const [changing, setChanging] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const remove = useMutation({
    ...deleteOrganizationMutation(),
    onSuccess: () => {
      refresh(organization.id);
      toast(t`Organization deleted`);
      onBack();
    },
  });
  const { id, name, version, member_count: count } = organization;
  return (
    <>
      <header className={classes.head}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t`Back to the organizations`}
          onClick={onBack}
        >
          <IconArrowLeft size={18} stroke={1.8} />
        </ActionIcon>
        <h2 className={classes.title}>{name}</h2>
        <Button size="xs" variant="default" onClick={() => setChanging(true)}>
          <Trans>Change</Trans>
        </Button>
        <Button size="xs" variant="subtle" color="red" onClick={() => setDeleting(true)}>
          <Trans>Delete</Trans>
        </Button>
      </header>
      <Panel title={<Trans>About it</Trans>}>
        <Facts
          facts={[
            [<Trans key="m">Account manager</Trans>, organization.account_manager?.name],
            [<Trans key="p">Part of</Trans>, organization.parent?.name],
            [<Trans key="w">Website</Trans>, organization.website],
            [<Trans key="t">Phone</Trans>, organization.phone],
            [<Trans key="l">Labels</Trans>, organization.labels.join(', ')],
            [
              <Trans key="c">Members</Trans>,
              <TextLink
                key="m"
                to="/people"
                search={{ organization: id }}
                aria-label={t`${count} in ${name}`}
              >
                {count}
              </TextLink>,
            ],
          ]}
        />
        {organization.notes && <p className={classes.notes}>{organization.notes}</p>}
      </Panel>
      <Members organizationId={id} />
      <Domains key={`domains ${version}`} organization={organization} />
      <SharingForm key={`sharing ${version}`} organization={organization} />
      <Tickets
        of={{ organization_id: [id] }}
        label={t`Tickets of the organization`}
        none={<Trans>No ticket of it that you may see.</Trans>}
      />
      <OrganizationDialog
        key={version}
        organization={organization}
        opened={changing}
        onClose={() => setChanging(false)}
      />
      <ConfirmDialog
        opened={deleting}
        onClose={() => {
          setDeleting(false);
          remove.reset();
        }}
        title={<Trans>Delete {name}?</Trans>}
        action={<Trans>Delete</Trans>}
        color="red"
        pending={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate({ path: { organization_id: id } })}
      >
        <Trans>Its people and tickets stay; the tickets belong to no organization any more.</Trans>
      </ConfirmDialog>
    </>
  );
}

/** One organization: what is known of it, its people, domains, sharing and tickets. */
export function OrganizationView({ id, onBack }: { id: number; onBack: () => void }) {
  const { t } = useLingui();
  const query = useQuery(getOrganizationOptions({ path: { organization_id: id } }));
  return (
    <section className={classes.page} aria-label={t`Organization`}>
      <div className={classes.inside}>
        <Loaded query={query} failure={<Trans>The organization did not come</Trans>}>
          {(organization) => <Shown organization={organization} onBack={onBack} />}
        </Loaded>
      </div>
    </section>
  );
}
