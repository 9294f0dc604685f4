import { homeUrl, type UserMe, useHelpdeskName } from '@deskbell/api';
import { HelpdeskMark, UserMenu } from '@deskbell/session';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Menu } from '@mantine/core';
import {
  IconBook2,
  IconBuilding,
  IconKeyboard,
  IconPlus,
  IconSettings,
  IconSunHigh,
  IconUsers,
} from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { Bell } from '../features/notifications/Bell';
import { DepartmentList } from '../features/views/DepartmentList';
import { RailLink } from '../features/views/RailLink';
import { ViewList } from '../features/views/ViewList';
import { useMay } from '../parts/useMay';
import classes from './Inbox.module.css';

const SetAsideMail = lazy(() =>
  import('../features/mail/SetAsideMail').then((module) => ({ default: module.SetAsideMail })),
);

const Registrations = lazy(() =>
  import('../features/registrations/Registrations').then((module) => ({ default: module.Registrations })),
);

type Props = {
  user: UserMe;
  view: string | null;
  department: number | undefined;
  page: string | null;
  onPick: () => void;
  onOpenTicket: (id: number) => void;
  onNewTicket: () => void;
  onAccount: () => void;
  onKeyboard: () => void;
};

/** The left edge: where to go, what is new, and who one is. */
export function Rail({
  user,
  view,
  department,
  page,
  onPick,
  onOpenTicket,
  onNewTicket,
  onAccount,
  onKeyboard,
}: Props) {
  const { t } = useLingui();
  const helpdesk = useHelpdeskName();
  const may = useMay();
  return (
    <>
      <div className={classes.brand}>
        <HelpdeskMark />
        <span className={classes.brandName}>{helpdesk}</span>
        <Bell onOpen={onOpenTicket} />
      </div>
      {may('tickets.create') && (
        <Button
          className={classes.new}
          size="sm"
          leftSection={<IconPlus size={16} stroke={2.2} />}
          onClick={onNewTicket}
        >
          <Trans>New ticket</Trans>
        </Button>
      )}
      <nav className={classes.links} aria-label={t`Views`}>
        <RailLink
          to="/today"
          icon={IconSunHigh}
          label={t`Today`}
          current={page === 'today'}
          onClick={onPick}
        />
        {may('people.view') && (
          <RailLink
            to="/people"
            icon={IconUsers}
            label={t`People`}
            current={page === 'people'}
            onClick={onPick}
          />
        )}
        {may('organizations.view') && (
          <RailLink
            to="/organizations"
            icon={IconBuilding}
            label={t`Organizations`}
            current={page === 'organizations'}
            onClick={onPick}
          />
        )}
        <ViewList me={user.id} current={view} onPick={onPick} />
        {may('content.') && (
          <RailLink
            to="/knowledge"
            search={{ show: 'all' }}
            icon={IconBook2}
            label={t`Knowledge`}
            current={false}
          />
        )}
      </nav>
      <h2 className={classes.railTitle}>
        <Trans>Departments</Trans>
      </h2>
      <nav className={`${classes.links} ${classes.departments}`} aria-label={t`Departments`}>
        <DepartmentList current={department} onPick={onPick} />
      </nav>
      <Suspense>
        <Registrations />
        <SetAsideMail
          onOpenTicket={(id) => {
            onPick();
            onOpenTicket(id);
          }}
        />
      </Suspense>
      <div className={classes.foot}>
        <UserMenu user={user} onAccount={onAccount}>
          <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={onKeyboard}>
            <Trans>Keyboard</Trans>
          </Menu.Item>
          {user.level === 'admin' && (
            <Menu.Item component="a" href={homeUrl('admin')} leftSection={<IconSettings size={16} />}>
              <Trans>Admin panel</Trans>
            </Menu.Item>
          )}
        </UserMenu>
      </div>
    </>
  );
}
