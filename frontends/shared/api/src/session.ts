import type { Ref, SignedIn, UserMe } from './gen';
import { endAllSessions, endCurrentSession, refreshSession, refreshVisit } from './gen';
import { isFailure } from './problem';

/** Why somebody stands before the sign-in page. */
export type SignedOutReason = 'none' | 'signed_out' | 'ended' | 'not_granted' | 'password_needed';

/** How far a home's sessions reach: the support center's, the agent panel's, the admin panel's. */
export type Home = 'user' | 'agent' | 'admin';

export type SessionState =
  | { status: 'loading' }
  | { status: 'unreachable' }
  | { status: 'out'; reason: SignedOutReason }
  /** `visitor`: the agent who is signed in as this customer. */
  | { status: 'in'; user: UserMe; visitor: Ref | null };

const LOCK = 'deskbell-session';
/** Renew this long before the token dies, so that no request meets a dead one. */
const MARGIN = 30_000;

/** Whether this browser was signed in when it was last here: a mark, no secret, that saves a vain question. */
const MARK = 'deskbell-was-in';

/** This tab's visit to a customer: a number, no secret; the agent's own cookie opens it. */
const VISIT = 'deskbell-visit';

let here: Home = 'user';
let state: SessionState = { status: 'loading' };
let token: { value: string; until: number } | null = null;
let renewing: Promise<boolean> | null = null;
const listeners = new Set<() => void>();
const tabs = new BroadcastChannel('deskbell-session');

/** The home that this page is. */
export function home(): Home {
  return here;
}

/** Says which home this page is; once, before anything else. */
export function beHome(which: Home): void {
  here = which;
}

/** The visit that this tab is, if it is one. */
function visit(): number {
  return here === 'user' ? Number(sessionStorage.getItem(VISIT)) : 0;
}

function become(next: SessionState): void {
  state = next;
  for (const listener of listeners) listener();
}

function end(reason: SignedOutReason): void {
  token = null;
  if (visit()) sessionStorage.removeItem(VISIT);
  else localStorage.removeItem(MARK);
  become({ status: 'out', reason });
}

tabs.onmessage = ({ data }: MessageEvent<'in' | 'out'>) => {
  if (data === 'out') end('signed_out');
  else if (state.status === 'out') void renew();
};

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** The refresh token changes at every use: one tab at a time, and again shortly after "in progress". */
async function refresh(): Promise<SignedIn> {
  for (let attempt = 0; ; attempt++) {
    try {
      const visit_id = visit();
      if (visit_id) return (await refreshVisit({ path: { visit_id } })).data;
      return (await refreshSession({ body: { scope: here } })).data;
    } catch (error) {
      if (attempt === 5 || !isFailure(error) || error.status !== 409) throw error;
      await pause(200 * (attempt + 1));
    }
  }
}

async function renewOnce(): Promise<boolean> {
  try {
    take(await navigator.locks.request(LOCK, refresh));
    return token !== null;
  } catch (error) {
    const { status, code } = isFailure(error) ? error : { status: 0, code: '' };
    const before = state.status;
    // Out already: the reason stays the one that was said.
    if (before === 'out') return false;
    if (code === 'scope_not_granted') end('not_granted');
    else if (code === 'password_needed') end('password_needed');
    else if (status === 401 || status === 403) end(before === 'in' ? 'ended' : 'none');
    else if (before === 'loading') become({ status: 'unreachable' });
    return false;
  }
}

/** Takes over what sign-in or set-up answered, and lets the other tabs know that there is a session. */
export function accept(answer: SignedIn): void {
  take(answer);
  if (token) tabs.postMessage('in');
}

/** Shows the account as it is now. */
export function showAccount(user: UserMe): void {
  if (state.status === 'in') become({ ...state, user });
}

/** The token stays in this module's memory. */
function take(answer: SignedIn): void {
  // The server grants at most the account's level: a lowered agent gets a customer's token.
  if (answer.scope.split(' ').includes(here)) {
    token = { value: answer.access_token, until: Date.now() + answer.expires_in * 1000 - MARGIN };
    if (!answer.visitor) localStorage.setItem(MARK, '1');
    become({ status: 'in', user: answer.user, visitor: answer.visitor ?? null });
  } else {
    end('not_granted');
  }
}

/** Gets a fresh access token by the cookie; false when that did not work. Concurrent calls share one try. */
export function renew(): Promise<boolean> {
  renewing ??= renewOnce().finally(() => {
    renewing = null;
  });
  return renewing;
}

/** Takes up the session of this browser when the page has loaded, if there was one. */
export function resume(): void {
  if (state.status !== 'loading') return;
  const [, begun] = /^#visit=(\d{1,18})$/.exec(location.hash) ?? [];
  if (begun && here === 'user') {
    sessionStorage.setItem(VISIT, begun);
    history.replaceState(history.state, '', location.pathname + location.search);
  }
  if (visit() || localStorage.getItem(MARK)) void renew();
  else end('none');
}

/** The access token for the next request, renewed if it is about to die; null when signed out. */
export async function accessToken(): Promise<string | null> {
  if (token && token.until < Date.now()) await renew();
  return token?.value ?? null;
}

/** Leaves a page whose session has ended, for the door. */
export function leave(): void {
  end('none');
}

/** Ends this session, in all tabs of this browser; a visit in its own alone. */
export async function signOut(): Promise<void> {
  await endCurrentSession();
  if (!visit()) tabs.postMessage('out');
  end('signed_out');
}

/** Ends every session of this account, on every device. */
export async function signOutEverywhere(): Promise<void> {
  await endAllSessions();
  tabs.postMessage('out');
  end('signed_out');
}

/** For `useSyncExternalStore`. */
export const sessionStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  read: (): SessionState => state,
};
