import { getMeOptions, signOutEverywhere, type UserMe, useHelpdeskName } from '@deskbell/api';
import { MyAddresses, MyPhones, PasswordForm, SessionList, TwoSteps } from '@deskbell/session';
import { Page, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ProfileForm } from '../features/account/ProfileForm';
import { Door } from './Door';
import classes from './ProfilePage.module.css';

function Part({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.part}>
      <h2 className={classes.title}>{title}</h2>
      {children}
    </section>
  );
}

function Profile({ user }: { user: UserMe }) {
  const { t } = useLingui();
  const helpdesk = useHelpdeskName();
  const { data: me = user } = useQuery(getMeOptions());
  const leave = () =>
    signOutEverywhere().catch((error) => toastFailure(t`The sessions are still there`, error));
  return (
    <Page title={t`Profile`} helpdesk={helpdesk}>
      <div className={classes.parts}>
        <Part title={<Trans>About you</Trans>}>
          <ProfileForm key={`${me.name} ${me.language} ${me.time_zone}`} user={me} />
        </Part>
        <Part title={<Trans>Addresses</Trans>}>
          <MyAddresses />
        </Part>
        <Part title={<Trans>Telephone numbers</Trans>}>
          <MyPhones />
        </Part>
        <Part title={<Trans>Password</Trans>}>
          <PasswordForm />
        </Part>
        <Part title={<Trans>Two-step sign-in</Trans>}>
          <TwoSteps />
        </Part>
        <Part title={<Trans>Where you are signed in</Trans>}>
          <SessionList />
          <Button variant="light" color="red" mt="md" onClick={leave}>
            <Trans>Sign out everywhere</Trans>
          </Button>
        </Part>
      </div>
    </Page>
  );
}

/** One's own name, language, time zone, password and sessions. */
export function ProfilePage() {
  return <Door>{(user) => <Profile user={user} />}</Door>;
}
