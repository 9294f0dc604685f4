const NAME = 'token';
let taken: string | null | undefined;

/**
 * The secret of a set-up or reset link. It stands in the address's fragment, which no server ever sees; it is
 * read once and wiped from the address bar and the history.
 */
export function takeLinkToken(): string | null {
  if (taken === undefined) {
    taken = new URLSearchParams(location.hash.slice(1)).get(NAME);
    if (taken) history.replaceState(history.state, '', location.pathname + location.search);
  }
  return taken;
}
