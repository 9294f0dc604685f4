import { defineConfig } from '@lingui/cli';
import { formatter } from '@lingui/format-po';

const PACKAGES = ['agent', 'admin', 'support-center', 'shared/conversation', 'shared/session', 'shared/ui'];

/** English is the source. Every package has its catalogs; a language more is one file more in each. */
export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'de'],
  catalogs: PACKAGES.map((name) => ({
    path: `<rootDir>/${name}/locales/{locale}`,
    include: [`<rootDir>/${name}/src`],
  })),
  format: formatter({ lineNumbers: false }),
});
