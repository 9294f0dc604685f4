import { type UserMe, useHelpdeskName } from '@deskbell/api';
import { useLingui } from '@lingui/react/macro';
import { Drawer } from '@mantine/core';
import { useDisclosure, useHotkeys, useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useBulk } from '../features/bulk/useBulk';
import { claimDrafts } from '../features/composer/drafts';
import { useCommands } from '../features/palette/commands';
import { TicketList } from '../features/tickets/TicketList';
import { usePlaces } from '../features/views/usePlaces';
import { useMay } from '../parts/useMay';
import classes from './Inbox.module.css';
import { ListHead } from './ListHead';
import { MainPane } from './MainPane';
import { Rail } from './Rail';
import { useInbox } from './useInbox';

const Palette = lazy(() =>
  import('../features/palette/Palette').then((module) => ({ default: module.Palette })),
);
const BulkBar = lazy(() =>
  import('../features/bulk/BulkBar').then((module) => ({ default: module.BulkBar })),
);
const WaitingMail = lazy(() =>
  import('../features/mail/WaitingMail').then((module) => ({ default: module.WaitingMail })),
);
const dialogs = {
  help: () => import('../features/keyboard/KeyboardHelp'),
  account: () => import('@deskbell/session/account'),
};
const KeyboardHelp = lazy(() => dialogs.help().then((module) => ({ default: module.KeyboardHelp })));
const MailChoices = lazy(() =>
  import('../features/notifications/MailChoices').then((module) => ({ default: module.MailChoices })),
);
const AccountDialog = lazy(() => dialogs.account().then((module) => ({ default: module.AccountDialog })));
// Not needed for the first look, but there when a key asks for them.
requestIdleCallback?.(() => void Promise.all(Object.values(dialogs).map((load) => load())));

/** Whether something was opened before: from then on it stays, so that it can close gracefully. */
function useOnceOpened(opened: boolean): boolean {
  const [ever, setEver] = useState(opened);
  if (opened && !ever) setEver(true);
  return ever || opened;
}

/** List beside conversation; on a phone one of them at a time. */
export function Inbox({ user }: { user: UserMe }) {
  const { t } = useLingui();
  const inbox = useInbox(user);
  const helpdesk = useHelpdeskName();
  useState(() => claimDrafts(user.id));
  const grid = useRef<HTMLDivElement>(null);
  const thread = useRef<HTMLElement>(null);
  const withRail = useMediaQuery('(min-width: 1000px)', true, { getInitialValueInEffect: false });
  const withDetails = useMediaQuery('(min-width: 1280px)', true, { getInitialValueInEffect: false });
  const [details, setDetails] = useState(withDetails);
  const [railOpened, rail] = useDisclosure(false);
  const deselect = useRef(() => false);
  const bulk = useBulk();
  const may = useMay();
  const create = () => inbox.visit('new');
  const [helping, help] = useDisclosure(false);
  const [commanding, palette] = useDisclosure(false);
  const [account, accountDialog] = useDisclosure(false);
  const everHelped = useOnceOpened(helping);
  const everAccount = useOnceOpened(account);
  // A panel that was a column must not come up as a drawer over everything.
  useEffect(() => setDetails(withDetails), [withDetails]);

  const back = () => {
    if (deselect.current()) return;
    if (inbox.ticketId !== null || inbox.page !== null) inbox.close();
    grid.current?.focus();
  };
  useHotkeys([
    ['Escape', (event) => !(event.target as HTMLElement).closest('[role="dialog"], [role="menu"]') && back()],
    // With or without: some keyboards have it beside the shift key.
    ['shift+?', help.open],
  ]);
  // Everywhere, also while one writes.
  useHotkeys([['mod+K', palette.open]], [], true);
  usePlaces(inbox.go);
  useCommands([
    { title: t`Back to the list`, keys: 'u', about: 'place', run: back },
    may('tickets.create') && { title: t`New ticket`, keys: 'c', about: 'app', run: create },
    { title: t`Today`, about: 'place', run: () => inbox.visit('today') },
    may('content.') && { title: t`Knowledge`, about: 'place', run: inbox.knowledge },
    may('people.view') && { title: t`People`, about: 'place', run: () => inbox.visit('people') },
    may('organizations.view') && {
      title: t`Organizations`,
      about: 'place',
      run: () => inbox.visit('organizations'),
    },
    { title: t`Keyboard`, keys: '?', about: 'app', run: help.open },
    { title: t`Account and sessions`, about: 'app', run: accountDialog.open },
  ]);

  const railPane = (
    <Rail
      user={user}
      view={inbox.search.q || (inbox.page && inbox.page !== 'new') ? null : inbox.viewKey}
      department={inbox.search.q || inbox.viewKey ? undefined : inbox.search.department}
      onPick={rail.close}
      onOpenTicket={(id) => inbox.open(id, false)}
      page={inbox.page}
      onNewTicket={() => {
        rail.close();
        create();
      }}
      onAccount={accountDialog.open}
      onKeyboard={help.open}
    />
  );
  return (
    <div className={classes.frame}>
      <Suspense>
        <WaitingMail user={user} />
      </Suspense>
      <div className={classes.page} data-open={inbox.ticketId !== null || inbox.page !== null || undefined}>
        <title>{`${inbox.title} · ${helpdesk}`}</title>
        {withRail ? (
          <aside className={classes.rail} aria-label={t`Menu`}>
            {railPane}
          </aside>
        ) : (
          <Drawer.Root opened={railOpened} onClose={rail.close} size={264}>
            <Drawer.Overlay />
            <Drawer.Content aria-label={t`Menu`}>
              <Drawer.Body className={classes.drawer}>{railPane}</Drawer.Body>
            </Drawer.Content>
          </Drawer.Root>
        )}
        <section className={classes.list} aria-label={inbox.title}>
          <ListHead
            inbox={inbox}
            onMenu={withRail ? null : rail.open}
            onLeave={() => grid.current?.focus()}
          />
          <TicketList
            key={JSON.stringify(inbox.query)}
            query={inbox.query}
            words={inbox.search.q}
            empty={inbox.empty}
            openId={inbox.ticketId}
            onOpen={inbox.open}
            onRead={() => thread.current?.focus()}
            gridRef={grid}
            deselect={deselect}
            bulk={(tickets, clear) => <BulkBar tickets={tickets} me={user} bulk={bulk} onClear={clear} />}
          />
        </section>
        <main className={classes.ticket}>
          <MainPane
            inbox={inbox}
            user={user}
            wide={withDetails}
            details={details}
            onDetails={setDetails}
            onBack={back}
            threadRef={thread}
          />
        </main>
      </div>
      {commanding && (
        <Suspense>
          <Palette onOpenTicket={(id) => inbox.open(id, false)} onClose={palette.close} />
        </Suspense>
      )}
      <Suspense>
        {everHelped && <KeyboardHelp opened={helping} onClose={help.close} />}
        {everAccount && (
          <AccountDialog
            user={user}
            opened={account}
            onClose={accountDialog.close}
            parts={[{ key: 'mail', title: t`Mail to me`, content: <MailChoices /> }]}
          />
        )}
      </Suspense>
    </div>
  );
}
