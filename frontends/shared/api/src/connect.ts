import { client } from './gen/client.gen';
import { toFailure } from './problem';
import { accessToken, beHome, type Home, renew } from './session';

/** Routes that work by cookie or by link, where a 401 says "wrong password" rather than "token too old". */
const OPEN =
  /\/v1\/(sessions\/(refresh|visits\/\d+\/refresh|second-factor|second-factor-setups|passkey-challenges|passkeys)|password-resets|setup|helpdesk)$/;

/** Where the API lives, as the server wrote it into the page. */
const apiBase = new URL(
  document.querySelector<HTMLMetaElement>('meta[name="api-base"]')?.content ?? '/',
  location.origin,
).href.replace(/\/$/, '');

function isOpen(request: Request): boolean {
  const { pathname } = new URL(request.url);
  return OPEN.test(pathname) || (request.method === 'POST' && pathname.endsWith('/v1/sessions'));
}

type Send = (request: Request) => Promise<Response>;

/** Makes a `fetch` that adds the token and, after a 401, renews it once and asks again. */
export function authorizedBy(send: Send): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    if (isOpen(request)) return send(request);
    const again = request.clone();
    const token = await accessToken();
    if (token) request.headers.set('Authorization', `Bearer ${token}`);
    const response = await send(request);
    // Refused: either this one act, or the account was lowered. The refresh tells, and signs out if so.
    if (response.status === 403) void renew();
    if (response.status !== 401 || !(await renew())) return response;
    again.headers.set('Authorization', `Bearer ${await accessToken()}`);
    return send(again);
  };
}

/** Points the generated client at the API. Called once, before the first query key is made. */
export function connect(home: Home): void {
  beHome(home);
  client.setConfig({
    baseUrl: apiBase,
    fetch: authorizedBy((request) => fetch(request)),
    credentials: 'include',
  });
  client.interceptors.error.use((error, response) => toFailure(error, response));
}

/** A path of the API (a signed file address) as an address the page can load. */
export function apiUrl(path: string): string {
  return new URL(path, `${apiBase}/`).href;
}

/** The address of another home, where the API's server serves it. */
export function homeUrl(which: Home): string {
  return apiUrl({ user: '', agent: 'agent/', admin: 'admin/' }[which]);
}
