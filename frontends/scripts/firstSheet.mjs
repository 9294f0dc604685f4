import { readFileSync } from 'node:fs';

const ROOT = '<div id="root"></div>';
const SHEET = /\s*<link rel="stylesheet"[^>]*>/g;

/**
 * Puts these sheets into the page itself, and the built ones behind its root: what is seen first waits for
 * none of them; the app, whose scripts wait for every sheet before them, does.
 */
export function firstSheet(files) {
  return {
    name: 'deskbell-first-sheet',
    transformIndexHtml: {
      order: 'post',
      handler(page) {
        const style = files
          .map((file) => readFileSync(file, 'utf8').replaceAll(/\/\*.*?\*\//gs, ''))
          .join(' ')
          .replaceAll(/\s+/g, ' ');
        const others = (page.match(SHEET) ?? []).map((link) => link.trim()).join('');
        return page
          .replaceAll(SHEET, '')
          .replace('</head>', () => `<style nonce="__NONCE__">${style}</style></head>`)
          .replace(ROOT, ROOT + others);
      },
    },
  };
}
