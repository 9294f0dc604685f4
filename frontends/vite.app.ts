import path from 'node:path';
import { lingui } from '@lingui/vite-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { firstSheet } from './scripts/firstSheet.mjs';
import { precompress } from './scripts/precompress.mjs';

const API = process.env.DESKBELL_API ?? 'http://127.0.0.1:8000';

/**
 * How every home is built; `sheets` are in its page from the start. `base: './'` plus the `<base href>` that the server rewrites: one build runs under
 * any mount, and on another host.
 */
export function home(name: 'agent' | 'admin' | 'support-center', sheets: string[] = []) {
  return defineConfig({
    base: './',
    plugins: [
      react(),
      lingui({ macroTransform: true }),
      ...(sheets.length ? [firstSheet(sheets)] : []),
      precompress(),
    ],
    html: { cspNonce: '__NONCE__' },
    build: {
      outDir: path.resolve(import.meta.dirname, '../api/deskbell/static', name),
      emptyOutDir: true,
      manifest: true,
      modulePreload: { polyfill: false },
      // `light-dark()` as it is: rewritten for older browsers it would follow no switch of ours.
      cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
      chunkSizeWarningLimit: 900,
    },
    server: { proxy: { '/v1': API } },
  });
}
