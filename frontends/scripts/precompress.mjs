import fs from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const TEXT = /\.(js|css|svg|json|txt)$/;

/** Vite plugin: writes `.br` and `.gz` beside every text asset, so that the server never compresses anything. */
export function precompress() {
  let out = '';
  return {
    name: 'precompress',
    apply: 'build',
    configResolved(config) {
      out = path.resolve(config.root, config.build.outDir);
    },
    closeBundle() {
      for (const name of fs.readdirSync(out, { recursive: true })) {
        const file = path.join(out, name);
        if (!TEXT.test(file) || fs.statSync(file).size < 1024) continue;
        const bytes = fs.readFileSync(file);
        const quality = {
          // The best takes many seconds of megabytes, for a few per cent.
          [constants.BROTLI_PARAM_QUALITY]: bytes.length < 1e6 ? 11 : 9,
          [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        };
        fs.writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: quality }));
        fs.writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
      }
    },
  };
}
