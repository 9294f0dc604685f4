import { i18n } from '@lingui/core';
import { messages } from '../locales/en.po';

/** Puts the reader's language in place. English is the only catalog so far. */
export function startI18n(): typeof i18n {
  i18n.loadAndActivate({ locale: 'en', messages });
  return i18n;
}

export { ago, fileSize, fullTime, shortTime } from './format';
