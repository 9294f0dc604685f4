import { BrokenPage } from '@deskbell/ui';
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent as lazy,
  type RouteComponent,
} from '@tanstack/react-router';
import { readAccessSearch } from './features/access/accessSearch';
import { readAuditSearch } from './features/audit/auditSearch';
import { parseInboundSearch } from './features/mail/inboundSearch';
import { readPeopleSearch } from './features/people/peopleSearch';
import { MissingPage } from './routes/MissingPage';
import { ShellPage } from './routes/ShellPage';

const root = createRootRoute({ component: ShellPage, notFoundComponent: MissingPage });

const page = <const Path extends string>(path: Path, component: RouteComponent) =>
  createRoute({ getParentRoute: () => root, path, component });

const vocabulary = () => import('./routes/VocabularyPages');

/** One line a page; every one is loaded when it is first gone to. */
const pages = [
  page(
    '/',
    lazy(() => import('./routes/OverviewPage'), 'OverviewPage'),
  ),
  page(
    '/mail/mailboxes',
    lazy(() => import('./routes/MailboxesPage'), 'MailboxesPage'),
  ),
  page(
    '/mail/mailboxes/new',
    lazy(() => import('./routes/ConnectMailboxPage'), 'ConnectMailboxPage'),
  ),
  page(
    '/mail/mailboxes/$mailboxId',
    lazy(() => import('./routes/MailboxPage'), 'MailboxPage'),
  ),
  page(
    '/mail/signed-in',
    lazy(() => import('./routes/MailSignedInPage'), 'MailSignedInPage'),
  ),
  page(
    '/mail/apps',
    lazy(() => import('./routes/MailAppsPage'), 'MailAppsPage'),
  ),
  page(
    '/mail/rules',
    lazy(() => import('./routes/MailRulesPage'), 'MailRulesPage'),
  ),
  page(
    '/mail/rules/$ruleId',
    lazy(() => import('./routes/MailRulePage'), 'MailRulePage'),
  ),
  page(
    '/mail/bans',
    lazy(() => import('./routes/MailBansPage'), 'MailBansPage'),
  ),
  createRoute({
    getParentRoute: () => root,
    path: '/mail/inbound',
    component: lazy(() => import('./routes/InboundMailsPage'), 'InboundMailsPage'),
    validateSearch: parseInboundSearch,
  }),
  page(
    '/mail/inbound/$mailId',
    lazy(() => import('./routes/InboundMailPage'), 'InboundMailPage'),
  ),
  page(
    '/mail/outbox',
    lazy(() => import('./routes/OutboxPage'), 'OutboxPage'),
  ),
  page(
    '/mail/outbox/$mailId',
    lazy(() => import('./routes/OutgoingMailPage'), 'OutgoingMailPage'),
  ),
  page(
    '/programs/explorer',
    lazy(() => import('./routes/ExplorerPage'), 'ExplorerPage'),
  ),
  page(
    '/programs/webhooks',
    lazy(() => import('./routes/WebhooksPage'), 'WebhooksPage'),
  ),
  page(
    '/programs/webhooks/new',
    lazy(() => import('./routes/NewWebhookPage'), 'NewWebhookPage'),
  ),
  page(
    '/programs/webhooks/$webhookId',
    lazy(() => import('./routes/WebhookPage'), 'WebhookPage'),
  ),
  page(
    '/programs/webhooks/$webhookId/$deliveryId',
    lazy(() => import('./routes/WebhookDeliveryPage'), 'WebhookDeliveryPage'),
  ),
  page(
    '/system',
    lazy(() => import('./routes/SystemPage'), 'SystemPage'),
  ),
  createRoute({
    getParentRoute: () => root,
    path: '/people',
    validateSearch: readPeopleSearch,
    component: lazy(() => import('./routes/PeoplePage'), 'PeoplePage'),
  }),
  page(
    '/people/$userId',
    lazy(() => import('./routes/PersonPage'), 'PersonPage'),
  ),
  page(
    '/user-groups',
    lazy(() => import('./routes/UserGroupsPage'), 'UserGroupsPage'),
  ),
  page(
    '/user-groups/$groupId',
    lazy(() => import('./routes/UserGroupPage'), 'UserGroupPage'),
  ),
  page(
    '/agent-groups',
    lazy(() => import('./routes/AgentGroupsPage'), 'AgentGroupsPage'),
  ),
  page(
    '/agent-groups/$groupId',
    lazy(() => import('./routes/AgentGroupPage'), 'AgentGroupPage'),
  ),
  page(
    '/departments',
    lazy(() => import('./routes/DepartmentsPage'), 'DepartmentsPage'),
  ),
  page(
    '/teams',
    lazy(() => import('./routes/TeamsPage'), 'TeamsPage'),
  ),
  page(
    '/sessions',
    lazy(() => import('./routes/SessionsPage'), 'SessionsPage'),
  ),
  page('/statuses', lazy(vocabulary, 'StatusesPage')),
  page('/priorities', lazy(vocabulary, 'PrioritiesPage')),
  page('/ticket-types', lazy(vocabulary, 'TicketTypesPage')),
  page('/labels', lazy(vocabulary, 'LabelsPage')),
  page(
    '/settings',
    lazy(() => import('./routes/SettingsPage'), 'SettingsPage'),
  ),
  createRoute({
    getParentRoute: () => root,
    path: '/access',
    validateSearch: readAccessSearch,
    component: lazy(() => import('./routes/AccessPage'), 'AccessPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/audit',
    validateSearch: readAuditSearch,
    component: lazy(() => import('./routes/AuditPage'), 'AuditPage'),
  }),
  page(
    '/programs/keys',
    lazy(() => import('./routes/ApiKeysPage'), 'ApiKeysPage'),
  ),
  page(
    '/programs/service-accounts',
    lazy(() => import('./routes/ServiceAccountsPage'), 'ServiceAccountsPage'),
  ),
  page(
    '/programs/apps',
    lazy(() => import('./routes/AppsPage'), 'AppsPage'),
  ),
];

/** The server wrote into `<base href>` where this app is mounted. */
export const router = createRouter({
  routeTree: root.addChildren(pages),
  basepath: new URL(document.baseURI).pathname,
  defaultPreload: 'intent',
  defaultErrorComponent: BrokenPage,
});

// The shell keeps its place; what was read to the end is not where the next page begins.
router.subscribe('onResolved', ({ pathChanged }) => {
  if (pathChanged) document.getElementById('main')?.scrollTo(0, 0);
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
