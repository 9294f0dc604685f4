import type { AuditDetail, AuditEvent } from '@deskbell/api';
import { useLingui } from '@lingui/react/macro';
import classes from './Audit.module.css';
import { LEVELS, MEMBERS, UNSAID } from './words';

function useWords() {
  const { t } = useLingui();
  return (detail: AuditDetail | undefined): string => {
    if (!detail) return '';
    const things = detail.things.map(({ name, id }) => name ?? `#${id}`);
    const values = detail.values.map((value) => {
      const level = LEVELS[value];
      return level ? t(level) : value;
    });
    return [...things, ...values].join(', ') || t`nothing`;
  };
}

/** Before → after, and whatever else the event says. */
export function EventDetails({ event }: { event: AuditEvent }) {
  const { t } = useLingui();
  const words = useWords();
  const name = (member: string) => {
    const known = MEMBERS[member];
    return known ? t(known) : member.replaceAll('_', ' ');
  };
  const by = new Map(event.details.map((detail) => [detail.member, detail]));
  const before = by.get('before');
  const after = by.get('after');
  const others = event.details.filter(({ member }) => member !== 'before' && member !== 'after');
  const said = others.filter(
    ({ member, things, values }) =>
      !UNSAID.has(member) &&
      things.length + values.length > 0 &&
      // Who did it, or whom it is about, stands in the sentence already.
      !(member === 'user_id' && [event.actor.id, event.subject.id].includes(things[0]?.id ?? null)),
  );
  if (!after && said.length === 0) return null;
  return (
    <div className={classes.details}>
      {after && (
        <span className={classes.change}>
          <span>{words(before)}</span>
          <span aria-hidden="true">→</span>
          <span>{words(after)}</span>
        </span>
      )}
      {said.map((detail) => (
        <span key={detail.member}>
          <span className={classes.member}>{name(detail.member)}</span> {words(detail)}
        </span>
      ))}
    </div>
  );
}
