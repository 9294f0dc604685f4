export { apiUrl, connect, homeUrl } from './connect';
export * from './gen';
export * from './gen/@tanstack/react-query.gen';
export { type OpenedLink, openLink } from './link';
export { followLive, lostStore, staleQueries } from './live';
export { paging } from './paging';
export { type Failure, fieldError, isFailure } from './problem';
export {
  accept,
  accessToken,
  type Home,
  home,
  leave,
  renew,
  resume,
  type SessionState,
  type SignedOutReason,
  sessionStore,
  showAccount,
  signOut,
  signOutEverywhere,
} from './session';
export { pageState } from './state';
export { sendFile, sendGuestFile } from './upload';
export { useAgents } from './useAgents';
export { useAllPages } from './useAllPages';
export { useHelpdeskName } from './useHelpdeskName';
