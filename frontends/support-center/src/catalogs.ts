import type { Catalogs } from '@deskbell/i18n';
import { messages as ui } from '@deskbell/ui/locales/en.po';
import { messages as own } from '../locales/en.po';

/** The texts of this app and of what it shares. */
export const catalogs: Catalogs = {
  en: [own, ui],
  later: () =>
    Promise.all([import('@deskbell/conversation/locales/en.po'), import('@deskbell/session/locales/en.po')]),
  de: () =>
    Promise.all([
      import('../locales/de.po'),
      import('@deskbell/conversation/locales/de.po'),
      import('@deskbell/session/locales/de.po'),
      import('@deskbell/ui/locales/de.po'),
    ]),
};
