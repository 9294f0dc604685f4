import { connect, getHelpdeskQueryKey, type Home, pageState } from '@deskbell/api';
import { type Catalogs, startI18n, withTexts } from '@deskbell/i18n';
import { DeskbellProvider } from '@deskbell/ui';
import { QueryClientProvider } from '@tanstack/react-query';
import { type AnyRouter, RouterProvider } from '@tanstack/react-router';
import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { KeepSession } from './KeepSession';
import { queryClient } from './queries';

// Not needed before there is something on the screen: the server's own page has the accent already.
const Look = lazy(() => import('./Look').then((module) => ({ default: module.Look })));
const Notices = lazy(() => withTexts(import('./Notices')).then((module) => ({ default: module.Notices })));

type App = { home: Home; catalogs: Catalogs; router: AnyRouter };

/** Starts a home: its language, its session, its pages. */
export async function startHome({ home, catalogs, router }: App): Promise<void> {
  connect(home);
  if (pageState.helpdesk) queryClient.setQueryData(getHelpdeskQueryKey(), pageState.helpdesk);
  await startI18n(catalogs);
  const root = document.getElementById('root');
  if (!root) return;
  createRoot(root).render(
    <StrictMode>
      <DeskbellProvider>
        <QueryClientProvider client={queryClient}>
          <KeepSession>
            <RouterProvider router={router} />
            <Suspense>
              <Look />
              <Notices />
            </Suspense>
          </KeepSession>
        </QueryClientProvider>
      </DeskbellProvider>
    </StrictMode>,
  );
}
