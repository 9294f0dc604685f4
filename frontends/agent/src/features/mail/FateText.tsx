import { ago } from '@deskbell/i18n';
import { useNow } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Tooltip } from '@mantine/core';
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconCheck,
  IconClock,
  IconHelpCircle,
  IconHourglass,
  IconSend,
} from '@tabler/icons-react';
import type { Addressee, Fate } from './fates';
import classes from './Mail.module.css';

const ICONS = {
  queued: IconClock,
  sending: IconSend,
  accepted: IconCheck,
  deferred: IconHourglass,
  late: IconHourglass,
  uncertain: IconHelpCircle,
  failed: IconAlertTriangle,
  bounced: IconArrowBackUp,
};

/** A fate at a glance; the words beside it say the same. */
export function FateIcon({ fate }: { fate: Fate }) {
  const Icon = ICONS[fate];
  return <Icon size={14} stroke={2} aria-hidden="true" />;
}

function NextTry({ at }: { at: string | null }) {
  const now = useNow();
  if (at === null) return <Trans>Not delivered yet</Trans>;
  // Due, and picked up within a second or two.
  if (Date.parse(at) - now < 60_000) return <Trans>Not delivered yet, next try within a minute</Trans>;
  const when = ago(at, now);
  return <Trans>Not delivered yet, next try {when}</Trans>;
}

/** Where a mail stands at one address, in a few words. */
export function FateText({ addressee: { fate, mail } }: { addressee: Addressee }) {
  const { t } = useLingui();
  switch (fate) {
    case 'queued':
      return <Trans>Waiting to be sent to</Trans>;
    case 'sending':
      return <Trans>Being sent to</Trans>;
    case 'accepted':
      return (
        <Tooltip
          label={t`The mail server took it. Should it come back later, that is shown here.`}
          multiline
          maw={280}
        >
          <span>
            <Trans>Delivered to the mail server for</Trans>
          </span>
        </Tooltip>
      );
    case 'deferred':
      return (
        <>
          <NextTry at={mail.next_at} />
          {':'}
        </>
      );
    case 'late':
      return <Trans>Delayed on its way to</Trans>;
    case 'uncertain':
      return <Trans>May not have arrived at</Trans>;
    case 'failed':
      return <Trans>Not delivered to</Trans>;
    case 'bounced':
      return <Trans>Came back from</Trans>;
  }
}

/** Why it did not simply arrive, and what to do next; nothing where all is well. */
type ReasonProps = {
  addressee: Addressee /** Whether the server's own words are shown, too. */;
  quoted: boolean;
};

export function Reason({ addressee: { fate, mail, person }, quoted }: ReasonProps) {
  const said = person.bounce?.diagnostic || person.answer || mail.reason;
  const next = {
    uncertain: (
      <Trans>
        The connection broke after the mail had left and before the server confirmed it. Nobody can tell
        whether it arrived. Sent again, it carries the same Message-ID, so most mail programs show it once.
      </Trans>
    ),
    failed: <Trans>Check the address. Once the cause is gone, send it again.</Trans>,
    bounced: <Trans>The mailbox could not be reached. Ask for another address, or call.</Trans>,
    late: <Trans>The receiving server is still trying; nothing has to be done.</Trans>,
    deferred: <Trans>It is tried again by itself for days.</Trans>,
  }[fate as string];
  if (!next) return null;
  return (
    <div className={classes.reason}>
      {quoted && said && fate !== 'uncertain' && <q className={classes.answer}>{said}</q>}
      <p className={classes.next}>{next}</p>
    </div>
  );
}
