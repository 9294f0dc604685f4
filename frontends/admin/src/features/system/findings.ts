import type { FindingCode } from '@deskbell/api';
import { plural, t } from '@lingui/core/macro';

export interface Words {
  title: string;
  /** What to do. */
  advice: string;
  /** The page of this panel where it is done. */
  to?: '/mail/inbound' | '/mail/outbox' | '/mail/mailboxes';
}

/** What is found, in plain words, and what to do about it. */
export function wordsOf(code: FindingCode, count: number | null): Words {
  const n = count ?? 0;
  switch (code) {
    case 'worker_missing':
      return {
        title: t`No worker is running`,
        advice: t`Mail, notifications and everything that follows from a change waits. Start “deskbell worker”, or look at its log for why it ends.`,
      };
    case 'schema_differs':
      return {
        title: t`The database has another schema than this version needs`,
        advice: t`Run “deskbell migrate”, then restart.`,
      };
    case 'events_late':
      return {
        title: t`Changes are followed late`,
        advice: t`Live screens and notifications are old. A transaction may be open in the database, or the worker is overloaded: look at its log.`,
      };
    case 'events_parked':
      return {
        title: plural(n, { one: '# event could not be taken in', other: '# events could not be taken in' }),
        advice: t`They are listed below. Update Deskbell, and report what you see.`,
      };
    case 'jobs_late':
      return {
        title: plural(n, { one: '# job waits for long', other: '# jobs wait for long' }),
        advice: t`The worker does not keep up. Give it more room with DESKBELL_WORKER_CONCURRENCY, or start another one.`,
      };
    case 'jobs_failed':
      return {
        title: plural(n, { one: '# job failed for good', other: '# jobs failed for good' }),
        advice: t`Try them again below once the cause is gone, or discard them.`,
      };
    case 'disk_low':
      return {
        title: t`The disk of the data folder is almost full`,
        advice: t`Make room soon: without any, no mail is taken and nothing can be changed.`,
      };
    case 'mail_unread':
      return {
        title: plural(n, {
          one: '# received mail waits to be read',
          other: '# received mails wait to be read',
        }),
        advice: t`The worker does not take them in: look at its log. Nothing is lost.`,
        to: '/mail/inbound',
      };
    case 'mail_held':
      return {
        title: plural(n, { one: '# mail is held for a person', other: '# mails are held for a person' }),
        advice: t`Look at them, and have those read again that should become messages.`,
        to: '/mail/inbound',
      };
    case 'mail_unreadable':
      return {
        title: plural(n, { one: '# mail could not be read', other: '# mails could not be read' }),
        advice: t`They are kept as they came: save them to look inside.`,
        to: '/mail/inbound',
      };
    case 'mailbox_failing':
      return {
        title: plural(n, {
          one: '# mailbox can’t be fetched from',
          other: '# mailboxes can’t be fetched from',
        }),
        advice: t`Each says what is in the way and what to do.`,
        to: '/mail/mailboxes',
      };
    case 'mail_stands_still':
      return {
        title: t`Mail can't go out`,
        advice: t`It waits for the settings of a server. Give the mailbox its SMTP server.`,
        to: '/mail/mailboxes',
      };
    case 'mail_deferred':
      return {
        title: plural(n, { one: '# mail is tried again later', other: '# mails are tried again later' }),
        advice: t`The other server did not take them yet. Nothing has to be done, unless it lasts.`,
        to: '/mail/outbox',
      };
    case 'mail_failed':
      return {
        title: plural(n, {
          one: '# mail did not arrive this week',
          other: '# mails did not arrive this week',
        }),
        advice: t`Each says why. Send it again once the cause is gone.`,
        to: '/mail/outbox',
      };
    case 'mail_uncertain':
      return {
        title: plural(n, { one: '# mail may not have arrived', other: '# mails may not have arrived' }),
        advice: t`The connection broke at the last moment. Send them again where it matters.`,
        to: '/mail/outbox',
      };
  }
}
