/** The nonce of this page view, for every style a library writes. Vite puts the meta tag in, the server the value. */
export const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';
