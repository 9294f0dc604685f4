import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const LEFT_OR_RIGHT =
  /^\s*(left|right|(margin|padding|border|inset)-(left|right)[\w-]*|border-(top|bottom)-(left|right)-radius)\s*:|^\s*(text-align|float|clear)\s*:\s*(left|right)/m;
const PROPS = /\s(ml|mr|pl|pr)=|text-align: (left|right)|(margin|padding)(Left|Right)\b/;

const found = (pattern: string, fault: RegExp) =>
  globSync(`{agent,admin,support-center,shared/*}/src/**/*${pattern}`, { cwd: ROOT }).filter((name) =>
    fault.test(readFileSync(path.join(ROOT, name), 'utf8')),
  );

test('no style knows left from right: screens are read from either side', () => {
  expect(found('.css', LEFT_OR_RIGHT)).toEqual([]);
  expect(found('.tsx', PROPS)).toEqual([]);
});
