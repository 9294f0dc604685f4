import { directionOf } from '@deskbell/i18n';
import { i18n } from '@lingui/core';
import { I18nProvider, useLingui } from '@lingui/react';
import { DirectionProvider, MantineProvider, useDirection } from '@mantine/core';
import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { nonce } from './nonce';
import { cssVariables, theme } from './theme';

// Nobody needs a toast before there is something on the screen.
const Toasts = lazy(() => import('./Toasts').then((module) => ({ default: module.Toasts })));

/** Keeps Mantine's direction with the language's. */
function Turned({ children }: { children: ReactNode }) {
  const { i18n: spoken } = useLingui();
  const { setDirection } = useDirection();
  const direction = directionOf(spoken.locale);
  useEffect(() => setDirection(direction), [direction, setDirection]);
  return children;
}

/** What every app stands in: language, theme (light or dark as the reader's device says, or as chosen) and toasts. */
export function DeskbellProvider({ children }: { children: ReactNode }) {
  return (
    <I18nProvider i18n={i18n}>
      <DirectionProvider initialDirection={directionOf(i18n.locale)} detectDirection={false}>
        <MantineProvider
          theme={theme}
          defaultColorScheme="auto"
          cssVariablesResolver={cssVariables}
          getStyleNonce={() => nonce}
        >
          <Turned>
            <Suspense>
              <Toasts />
            </Suspense>
            {children}
          </Turned>
        </MantineProvider>
      </DirectionProvider>
    </I18nProvider>
  );
}
