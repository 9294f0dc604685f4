export { apiUrl, connect, homeUrl } from './connect';
export * from './gen';
export * from './gen/@tanstack/react-query.gen';
export { followLive, staleQueries } from './live';
export { paging } from './paging';
export { type Failure, fieldError, isFailure } from './problem';
export {
  accept,
  type Home,
  home,
  renew,
  resume,
  type SessionState,
  type SignedOutReason,
  sessionStore,
  signOut,
  signOutEverywhere,
} from './session';
export { sendFile } from './upload';
export { useAllPages } from './useAllPages';
export { useHelpdeskName } from './useHelpdeskName';
