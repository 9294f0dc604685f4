import { BrokenPage } from '@deskbell/ui';
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { parseKnowledgeSearch } from './features/knowledge/places';
import { parsePeopleSearch } from './features/people/peopleSearch';
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
const knowledge = createRoute({
  getParentRoute: () => root,
  path: '/knowledge',
  validateSearch: parseKnowledgeSearch,
  component: lazyRouteComponent(() => import('./routes/KnowledgePage'), 'KnowledgePage'),
});
const articles = createRoute({ getParentRoute: () => knowledge, path: '/' });
const newArticle = createRoute({ getParentRoute: () => knowledge, path: '/new' });
const article = createRoute({ getParentRoute: () => knowledge, path: '/$articleId' });
const organizations = createRoute({ getParentRoute: () => inbox, path: '/organizations' });
const organization = createRoute({ getParentRoute: () => inbox, path: '/organizations/$organizationId' });
const people = createRoute({
  getParentRoute: () => inbox,
  path: '/people',
  validateSearch: parsePeopleSearch,
});
const person = createRoute({
  getParentRoute: () => inbox,
  path: '/people/$userId',
  validateSearch: parsePeopleSearch,
});
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
  routeTree: root.addChildren([
    inbox.addChildren([list, today, create, ticket, organizations, organization, people, person]),
    knowledge.addChildren([articles, newArticle, article]),
    setup,
    reset,
  ]),
  basepath: new URL(document.baseURI).pathname,
  defaultPreload: false,
  defaultErrorComponent: BrokenPage,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
