import { BrokenPage } from '@deskbell/ui';
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent as lazy,
  type RouteComponent,
} from '@tanstack/react-router';
import { MissingPage } from './routes/MissingPage';
import { ShellPage } from './routes/ShellPage';

const root = createRootRoute({ component: ShellPage, notFoundComponent: MissingPage });

const page = <const Path extends string>(path: Path, component: RouteComponent) =>
  createRoute({ getParentRoute: () => root, path, component });

/** One line a page; every one is loaded when it is first gone to. */
const pages = [
  page(
    '/',
    lazy(() => import('./routes/OverviewPage'), 'OverviewPage'),
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
