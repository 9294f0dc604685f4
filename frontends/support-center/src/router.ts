import { withTexts } from '@deskbell/i18n';
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouteComponent,
} from '@tanstack/react-router';
import { parseListSearch } from './features/tickets/listSearch';
import { HomePage } from './routes/HomePage';
import { Shell } from './routes/Shell';

const lazy: typeof lazyRouteComponent = (load, name) => lazyRouteComponent(() => withTexts(load()), name);

const root = createRootRoute({
  component: Shell,
  notFoundComponent: lazy(() => import('./routes/MissingPage'), 'MissingPage'),
});

const page = <const Path extends string>(path: Path, component: RouteComponent) =>
  createRoute({ getParentRoute: () => root, path, component });

/** One line a page. What a visitor sees first comes with the app, everything else when it is gone to. */
const pages = [
  page('/', HomePage),
  page(
    '/new',
    lazy(() => import('./routes/NewPage'), 'NewPage'),
  ),
  createRoute({
    getParentRoute: () => root,
    path: '/tickets',
    validateSearch: parseListSearch,
    component: lazy(() => import('./routes/TicketsPage'), 'TicketsPage'),
  }),
  page(
    '/tickets/$reference',
    lazy(() => import('./routes/TicketPage'), 'TicketPage'),
  ),
  page(
    '/t',
    lazy(() => import('./routes/LinkPage'), 'LinkPage'),
  ),
  page(
    '/articles/$slug',
    lazy(() => import('./routes/ArticlePage'), 'ArticlePage'),
  ),
  page(
    '/categories/$slug',
    lazy(() => import('./routes/CategoryPage'), 'CategoryPage'),
  ),
  createRoute({
    getParentRoute: () => root,
    path: '/search',
    validateSearch: ({ q }: Record<string, unknown>): { q?: string } => (q ? { q: String(q) } : {}),
    component: lazy(() => import('./routes/SearchPage'), 'SearchPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/find',
    validateSearch: ({ reference }: Record<string, unknown>): { reference?: string } =>
      reference ? { reference: String(reference) } : {},
    component: lazy(() => import('./routes/FindPage'), 'FindPage'),
  }),
  page(
    '/sign-in',
    lazy(() => import('./routes/SignInPage'), 'SignInPage'),
  ),
  page(
    '/sign-up',
    lazy(() => import('./routes/SignUpPage'), 'SignUpPage'),
  ),
  page(
    '/organization',
    lazy(() => import('./routes/OrganizationPage'), 'OrganizationPage'),
  ),
  page(
    '/profile',
    lazy(() => import('./routes/ProfilePage'), 'ProfilePage'),
  ),
];

/** The server wrote into `<base href>` where this app is mounted. */
export const router = createRouter({
  routeTree: root.addChildren(pages),
  basepath: new URL(document.baseURI).pathname,
  defaultPreload: 'intent',
  defaultErrorComponent: lazy(() => import('./routes/BrokenPage'), 'BrokenPage'),
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
