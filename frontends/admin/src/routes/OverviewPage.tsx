import { homeUrl, useHelpdeskName } from '@deskbell/api';
import { Page } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconHeadset, IconLifebuoy } from '@tabler/icons-react';
import { Guide } from '../features/guide';
import classes from './OverviewPage.module.css';

/** The first page: what this helpdesk is, and where its other homes are. */
export function OverviewPage() {
  const { t } = useLingui();
  const helpdesk = useHelpdeskName();
  const homes = [
    {
      href: homeUrl('user'),
      icon: IconLifebuoy,
      title: t`Support center`,
      text: t`Where customers ask, and follow their tickets.`,
    },
    {
      href: homeUrl('agent'),
      icon: IconHeadset,
      title: t`Agent panel`,
      text: t`Where your people answer them.`,
    },
  ];
  return (
    <Page title={t`Overview`} helpdesk={helpdesk} lead={<Trans>This is {helpdesk}.</Trans>}>
      <Guide />
      <ul className={classes.homes}>
        {homes.map(({ href, icon: Icon, title, text }) => (
          <li key={href}>
            <a href={href} className={classes.home}>
              <Icon size={22} stroke={1.6} aria-hidden="true" />
              <strong>{title}</strong>
              <span>{text}</span>
            </a>
          </li>
        ))}
      </ul>
    </Page>
  );
}
