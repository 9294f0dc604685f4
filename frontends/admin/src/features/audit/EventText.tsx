import type { AuditEvent } from '@deskbell/api';
import { Trans, useLingui } from '@lingui/react/macro';
import { accounts } from './accounts';
import { groups } from './groups';
import { helpdesk } from './helpdesk';
import { knowledge } from './knowledge';
import { mail } from './mail';
import { organizations } from './organizations';
import type { Sentences } from './sentence';
import { tickets } from './tickets';

const SENTENCES: Sentences = {
  ...accounts,
  ...groups,
  ...helpdesk,
  ...knowledge,
  ...mail,
  ...organizations,
  ...tickets,
};

/** One event in a sentence. The log holds facts; the words are made here, in the reader's language. */
export function EventText({ event }: { event: AuditEvent }) {
  const { t } = useLingui();
  const { actor, subject, type } = event;
  const kinds = { guest: t`A guest`, link: t`A customer by link`, system: t`Deskbell` };
  const nobody = actor.kind in kinds ? kinds[actor.kind as keyof typeof kinds] : t`Somebody who is gone`;
  const name = <b>{actor.name ?? nobody}</b>;
  const agent = event.behind && (event.behind.name ?? `#${event.behind.id}`);
  const who = agent ? (
    <>
      {name} ({t`signed in as them: ${agent}`})
    </>
  ) : (
    name
  );
  const it = <b>{subject.name ?? `#${subject.id}`}</b>;
  const sentence = SENTENCES[type];
  return sentence ? (
    sentence(who, it)
  ) : (
    <Trans>
      {who}: {type}
    </Trans>
  );
}
