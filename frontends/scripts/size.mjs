import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** Fails when the JavaScript an app loads before its first paint outgrows its budget (kB, gzip). */
const BUDGETS = { agent: 260, admin: 260, 'support-center': 140 };
const STATIC = path.resolve(import.meta.dirname, '../../api/deskbell/static');

function initialScripts(app) {
  const manifest = JSON.parse(fs.readFileSync(path.join(STATIC, app, '.vite/manifest.json'), 'utf8'));
  const seen = new Set();
  const visit = (key) => {
    if (seen.has(key)) return;
    seen.add(key);
    for (const next of manifest[key].imports ?? []) visit(next);
  };
  for (const [key, chunk] of Object.entries(manifest)) if (chunk.isEntry) visit(key);
  return [...seen].map((key) => manifest[key].file).filter((file) => file.endsWith('.js'));
}

let failed = false;
for (const [app, budget] of Object.entries(BUDGETS)) {
  const files = initialScripts(app);
  const bytes = files.reduce((sum, file) => {
    return sum + gzipSync(fs.readFileSync(path.join(STATIC, app, file)), { level: 9 }).length;
  }, 0);
  const kb = Math.round(bytes / 100) / 10;
  const over = kb > budget;
  failed ||= over;
  console.log(
    `${app}: ${kb} kB of ${budget} kB initial JavaScript (gzip, ${files.length} files)${over ? ' — too large' : ''}`,
  );
}
process.exit(failed ? 1 : 0);
