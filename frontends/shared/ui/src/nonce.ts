/** The nonce of this page view, for every style a library writes. Vite puts the meta tag in, the server the value. */
export const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';

declare global {
  var __webpack_nonce__: string;
}
// Where libraries that write a style element by themselves look for it (scroll locks of dialogs).
globalThis.__webpack_nonce__ = nonce;
