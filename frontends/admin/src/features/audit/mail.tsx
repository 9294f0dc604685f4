import { Trans } from '@lingui/react/macro';
import type { Sentences } from './sentence';

/** What happened to mail, in sentences. */
export const mail: Sentences = {
  'mailbox.created': (who, it) => (
    <Trans>
      {who} made the mailbox {it}
    </Trans>
  ),
  'mailbox.changed': (who, it) => (
    <Trans>
      {who} changed the mailbox {it}
    </Trans>
  ),
  'mailbox.deleted': (who) => <Trans>{who} deleted a mailbox</Trans>,
  'mailbox.poll_asked': (who, it) => (
    <Trans>
      {who} had the mailbox {it} looked at
    </Trans>
  ),
  'mailbox.polling_failed': (_, it) => <Trans>Mail of {it} could not be fetched</Trans>,
  'mailbox.polling_recovered': (_, it) => <Trans>Mail of {it} is fetched again</Trans>,
  'mailbox.sign_in_started': (who, it) => (
    <Trans>
      {who} began to sign in for {it}
    </Trans>
  ),
  'mailbox.signed_in': (who, it) => (
    <Trans>
      {who} signed in for {it}
    </Trans>
  ),
  'mailbox.sign_in_ended': (_, it) => <Trans>The provider ended the access to {it}</Trans>,
  'mailbox.signed_out': (who, it) => (
    <Trans>
      {who} gave up the access to {it}
    </Trans>
  ),
  'mail_app.set': (who) => <Trans>{who} set a sign-in app</Trans>,
  'mail_app.removed': (who) => <Trans>{who} removed a sign-in app</Trans>,
  'mail_rule.created': (who, it) => (
    <Trans>
      {who} made the mail rule {it}
    </Trans>
  ),
  'mail_rule.changed': (who, it) => (
    <Trans>
      {who} changed the mail rule {it}
    </Trans>
  ),
  'mail_rule.deleted': (who) => <Trans>{who} deleted a mail rule</Trans>,
  'mail_rule.moved': (who, it) => (
    <Trans>
      {who} moved the mail rule {it}
    </Trans>
  ),
  'mail_ban.created': (who, it) => (
    <Trans>
      {who} banned {it}
    </Trans>
  ),
  'mail_ban.changed': (who, it) => (
    <Trans>
      {who} changed the ban of {it}
    </Trans>
  ),
  'mail_ban.deleted': (who) => <Trans>{who} lifted a ban</Trans>,
  'mail_self_test.started': (who) => <Trans>{who} tested a mailbox</Trans>,
  'mail_self_test.found': () => <Trans>The test mail came back</Trans>,
  'mail_self_test.failed': () => <Trans>The test mail did not come back</Trans>,
  'inbound_mail.set_aside': () => <Trans>A mail was set aside</Trans>,
  'inbound_mail.bounced': () => <Trans>A mail came back as undeliverable</Trans>,
  'inbound_mail.replayed': (who) => <Trans>{who} had a mail taken in again</Trans>,
  'inbound_replay.created': (who) => <Trans>{who} had mails taken in again</Trans>,
  'outgoing_mail.queued': () => <Trans>A mail waits to be sent</Trans>,
  'outgoing_mail.accepted': () => <Trans>A mail was sent</Trans>,
  'outgoing_mail.deferred': () => <Trans>A mail is tried again later</Trans>,
  'outgoing_mail.failed': () => <Trans>A mail could not be sent</Trans>,
  'outgoing_mail.uncertain': () => <Trans>Whether a mail arrived is not known</Trans>,
  'outgoing_mail.retried': (who) => <Trans>{who} had a mail sent again</Trans>,
};
