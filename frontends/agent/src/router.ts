import { BrokenPage } from '@deskbell/ui';
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { InboxPage } from './routes/InboxPage';
import { parseInboxSearch } from './routes/inboxSearch';
import { MissingPage } from './routes/MissingPage';

const root = createRootRoute({ notFoundComponent: MissingPage });

const inbox = createRoute({
  getParentRoute: () => root,
  id: 'inbox',
  component: InboxPage,
  validateSearch: parseInboxSearch,
});
const list = createRoute({ getParentRoute: () => inbox, path: '/' });
const today = createRoute({ getParentRoute: () => inbox, path: '/today' });
const create = createRoute({ getParentRoute: () => inbox, path: '/new' });
const ticket = createRoute({ getParentRoute: () => inbox, path: '/tickets/$ticketId' });
const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('./routes/SetupPage'), 'SetupPage'),
});
const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset',
  component: lazyRouteComponent(() => import('./routes/ResetPage'), 'ResetPage'),
});

/** The server wrote into `<base href>` where this app is mounted. */
export const router = createRouter({
  routeTree: root.addChildren([inbox.addChildren([list, today, create, ticket]), setup, reset]),
  basepath: new URL(document.baseURI).pathname,
  defaultPreload: false,
  defaultErrorComponent: BrokenPage,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
