import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { nonce } from './nonce';
import { cssVariables, theme } from './theme';

/** What every app stands in: language, theme (light or dark as the reader's device says, or as chosen) and toasts. */
export function DeskbellProvider({ children }: { children: ReactNode }) {
  return (
    <I18nProvider i18n={i18n}>
      <MantineProvider
        theme={theme}
        defaultColorScheme="auto"
        cssVariablesResolver={cssVariables}
        getStyleNonce={() => nonce}
      >
        <Notifications position="bottom-left" limit={4} zIndex={500} />
        {children}
      </MantineProvider>
    </I18nProvider>
  );
}
