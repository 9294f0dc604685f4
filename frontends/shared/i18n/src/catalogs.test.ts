import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../../..');

/** The texts of a catalog that have no translation. */
function untranslated(name: string): string[] {
  return readFileSync(path.join(ROOT, name), 'utf8')
    .split('\n\n')
    .filter((entry) => /^msgstr ""$(?!\n")/m.test(entry) && !/^msgid ""$(?!\n")/m.test(entry))
    .map((entry) => `${name}: ${/^msgid (.*)$/m.exec(entry)?.[1]}`);
}

test('every text has its German', () => {
  const catalogs = globSync('{agent,admin,support-center,shared/*}/locales/de.po', { cwd: ROOT });
  expect(catalogs.length).toBeGreaterThan(4);
  expect(catalogs.flatMap(untranslated)).toEqual([]);
});
