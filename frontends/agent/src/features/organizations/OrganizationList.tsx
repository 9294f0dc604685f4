import { listOrganizationsInfiniteOptions, type OrganizationSummary, paging } from '@deskbell/api';
import { EmptyState, Loaded, MoreButton, Row, Rows } from '@deskbell/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconArrowLeft, IconBuilding, IconPlus, IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import classes from '../../parts/Pane.module.css';
import { OrganizationDialog } from './OrganizationDialog';

function Line({ organization }: { organization: OrganizationSummary }) {
  const { domains, labels, account_manager: manager } = organization;
  return (
    <Row
      icon={<IconBuilding size={20} stroke={1.6} aria-hidden="true" />}
      title={
        <Link
          to="/organizations/$organizationId"
          params={{ organizationId: String(organization.id) }}
          data-whole-row
        >
          {organization.name}
        </Link>
      }
      sub={[...domains, ...labels, ...(manager ? [manager.name] : [])].join(' · ') || null}
    >
      <Plural value={organization.member_count} one="# member" other="# members" />
    </Row>
  );
}

type Props = { onBack: () => void; onOpen: (id: number) => void };

/** Every organization, found by a part of its name or of a domain. */
export function OrganizationList({ onBack, onOpen }: Props) {
  const { t } = useLingui();
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 150);
  const [making, setMaking] = useState(false);
  const list = useInfiniteQuery({
    ...listOrganizationsInfiniteOptions({ query: q ? { q } : {} }),
    ...paging,
    placeholderData: keepPreviousData,
  });
  return (
    <section className={classes.page} aria-label={t`Organizations`}>
      <div className={classes.inside}>
        <header className={classes.head}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            hiddenFrom="sm"
            aria-label={t`Back to the list`}
            onClick={onBack}
          >
            <IconArrowLeft size={18} stroke={1.8} />
          </ActionIcon>
          <h2 className={classes.title}>
            <Trans>Organizations</Trans>
          </h2>
          <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => setMaking(true)}>
            <Trans>New organization</Trans>
          </Button>
        </header>
        <TextInput
          type="search"
          aria-label={t`Search organizations`}
          placeholder={t`Name or domain`}
          maxLength={100}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          leftSection={<IconSearch size={16} aria-hidden="true" />}
        />
        <Loaded query={list} failure={<Trans>The organizations did not come</Trans>} rows={6}>
          {({ pages }) => {
            const found = pages.flatMap((page) => page.items);
            if (found.length === 0) {
              return (
                <EmptyState
                  icon={<IconBuilding size={28} stroke={1.5} />}
                  title={q ? <Trans>No organization found</Trans> : <Trans>No organization yet</Trans>}
                >
                  <Trans>An organization gathers the people of a customer company and its tickets.</Trans>
                </EmptyState>
              );
            }
            return (
              <>
                <Rows label={t`Organizations`}>
                  {found.map((each) => (
                    <Line key={each.id} organization={each} />
                  ))}
                </Rows>
                <MoreButton list={list} />
              </>
            );
          }}
        </Loaded>
      </div>
      <OrganizationDialog
        organization={null}
        opened={making}
        onClose={() => setMaking(false)}
        onSaved={({ id }) => onOpen(id)}
      />
    </section>
  );
}
