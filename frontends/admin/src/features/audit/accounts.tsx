import { Trans } from '@lingui/react/macro';
import type { Sentences } from './sentence';

/** What happened to accounts, sign-ins and programs, in sentences. */
export const accounts: Sentences = {
  'user.created': (who, it) => (
    <Trans>
      {who} made the account {it}
    </Trans>
  ),
  'user.changed': (who, it) => (
    <Trans>
      {who} changed the profile of {it}
    </Trans>
  ),
  'user.address_verified': (_, it) => <Trans>An address of {it} was verified</Trans>,
  'user.level_changed': (who, it) => (
    <Trans>
      {who} changed the level of {it}
    </Trans>
  ),
  'user.visit_began': (who, it) => (
    <Trans>
      {who} signed in as {it}
    </Trans>
  ),
  'user.disabled': (who, it) => (
    <Trans>
      {who} disabled the account of {it}
    </Trans>
  ),
  'user.enabled': (who, it) => (
    <Trans>
      {who} let {it} sign in again
    </Trans>
  ),
  'user.departments_changed': (who, it) => (
    <Trans>
      {who} changed the departments of {it}
    </Trans>
  ),
  'user.password_changed': (_, it) => <Trans>{it} has a new password</Trans>,
  'user.link_issued': (_, it) => <Trans>A link was mailed to {it}</Trans>,
  'user.links_voided': (who, it) => (
    <Trans>
      {who} took the invitation of {it} back
    </Trans>
  ),
  'session.started': (who) => <Trans>{who} signed in</Trans>,
  'session.ended': (who) => <Trans>{who} ended a session</Trans>,
  'session.reuse_detected': () => <Trans>A stolen or copied session was stopped</Trans>,
  'session.sign_in_failed': (_, it) => <Trans>A sign-in was refused: {it}</Trans>,
  'api_key.created': (who, it) => (
    <Trans>
      {who} made the API key {it}
    </Trans>
  ),
  'api_key.revoked': (who, it) => (
    <Trans>
      {who} revoked the API key {it}
    </Trans>
  ),
  'app.registered': (who, it) => (
    <Trans>
      {who} registered the app {it}
    </Trans>
  ),
  'app.changed': (who, it) => (
    <Trans>
      {who} changed the app {it}
    </Trans>
  ),
  'app.disabled': (who, it) => (
    <Trans>
      {who} disabled the app {it}
    </Trans>
  ),
  'app.enabled': (who, it) => (
    <Trans>
      {who} enabled the app {it}
    </Trans>
  ),
  'app.deleted': (who) => <Trans>{who} deleted an app</Trans>,
  'app.connected': (who, it) => (
    <Trans>
      {who} connected the app {it}
    </Trans>
  ),
  'app.disconnected': (who, it) => (
    <Trans>
      {who} disconnected the app {it}
    </Trans>
  ),
  'app.code_replayed': () => <Trans>A sign-in code of an app was used twice</Trans>,
};
