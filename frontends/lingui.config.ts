import { defineConfig } from '@lingui/cli';
import { formatter } from '@lingui/format-po';

/** English is the source; a language more is one file more in `shared/i18n/locales`. */
export default defineConfig({
  sourceLocale: 'en',
  locales: ['en'],
  catalogs: [
    {
      path: '<rootDir>/shared/i18n/locales/{locale}',
      include: ['<rootDir>/agent/src', '<rootDir>/shared/ui/src', '<rootDir>/shared/i18n/src'],
    },
  ],
  format: formatter({ lineNumbers: false }),
});
