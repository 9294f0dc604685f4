import { BrokenPage } from '@deskbell/ui';
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent as lazy,
  type RouteComponent,
} from '@tanstack/react-router';
import { HomePage } from './routes/HomePage';
import { Shell } from './routes/Shell';

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
    '/sign-in',
    lazy(() => import('./routes/SignInPage'), 'SignInPage'),
  ),
];

/** The server wrote into `<base href>` where this app is mounted. */
export const router = createRouter({
  routeTree: root.addChildren(pages),
  basepath: new URL(document.baseURI).pathname,
  defaultPreload: 'intent',
  defaultErrorComponent: BrokenPage,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
