import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * Fetches the API explorer's program into `admin/public/explorer/`, unless it is there: one file of Scalar's API
 * reference (MIT). As a dependency it would install 270 packages beside that file, which has all of them in it;
 * so it is fetched by itself, and taken only if it is what was pinned here.
 */
const PACKAGE = '@scalar/api-reference@1.72.1';
const INTEGRITY =
  'sha512-XpEJ0rfc/cXbCrR+iC4kK0o/WwX2dTtGQbT049OlPKAHD6IMIFdTeGz2r+M27P2EDWKyUITRm/NzlP8z2pw/Ow==';
const INSIDE = 'package/dist/browser/standalone.js';

const target = path.resolve(import.meta.dirname, '../admin/public/explorer/scalar.js');
const mark = `/* ${PACKAGE} */\n`;

function isThere() {
  if (!fs.existsSync(target)) return false;
  const head = Buffer.alloc(mark.length);
  const file = fs.openSync(target);
  fs.readSync(file, head);
  fs.closeSync(file);
  return head.toString() === mark;
}

if (!isThere()) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'deskbell-explorer-'));
  try {
    const packed = execFileSync('npm', ['pack', PACKAGE, '--silent', '--pack-destination', folder]);
    const archive = path.join(folder, packed.toString().trim().split('\n').at(-1));
    const sum = createHash('sha512').update(fs.readFileSync(archive)).digest('base64');
    if (`sha512-${sum}` !== INTEGRITY) throw new Error(`${PACKAGE} is not what was pinned: sha512-${sum}`);
    execFileSync('tar', ['xzf', archive, '-C', folder, INSIDE]);
    const program = fs
      .readFileSync(path.join(folder, INSIDE), 'utf8')
      .replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');
    fs.writeFileSync(`${target}.part`, mark + program);
    fs.renameSync(`${target}.part`, target);
    console.log(`Fetched ${PACKAGE}.`);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
