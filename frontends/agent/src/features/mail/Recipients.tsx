import { getOutgoingStatusOptions } from '@deskbell/api';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { FateIcon, FateText } from './FateText';
import type { Addressee } from './fates';
import classes from './Mail.module.css';
import { OriginalLink } from './OriginalLink';

/** Everybody whom a message goes to, with what their server said. */
export function Recipients({ people }: { people: Addressee[] }) {
  const { data: status } = useQuery(getOutgoingStatusOptions());
  return people.map(({ mail, person, fate }) => (
    <li key={`${mail.id} ${person.address}`} className={classes.person} data-fate={fate}>
      <FateIcon fate={fate} />
      <div className={classes.about}>
        <div>
          <FateText addressee={{ mail, person, fate }} /> <b>{person.address}</b>
          {person.copied && (
            <span className={classes.tag}>
              <Trans>Copy</Trans>
            </span>
          )}
        </div>
        {(person.bounce || person.answer) && (
          <q className={classes.answer}>{person.bounce?.diagnostic || person.answer}</q>
        )}
        <div className={classes.links}>
          {mail.internet_id !== null && <OriginalLink kind="outgoing" mailId={mail.id} />}
          {status?.demo && fate === 'accepted' && (
            <a href={`/demo/inbox?mail=${mail.id}`} target="_blank" rel="noopener">
              <Trans>See it as the customer does</Trans>
            </a>
          )}
        </div>
      </div>
    </li>
  ));
}
