import { listAccessPeopleInfiniteOptions, paging } from '@deskbell/api';
import { EmptyState, Loaded, MoreButton, PersonAvatar, Row, Rows } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconUsers } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { AnchorLink } from '../../links';
import { asked, type Right } from './accessSearch';

/** Everybody who may do this, each at home. */
export function WhoMay({ right }: { right: Right }) {
  const { t } = useLingui();
  const list = useInfiniteQuery({
    ...listAccessPeopleInfiniteOptions({ query: { ...asked(right), limit: 25 } }),
    ...paging,
  });
  return (
    <Loaded query={list} failure={<Trans>The people did not come</Trans>} rows={4}>
      {({ pages }) => {
        const people = pages.flatMap((page) => page.items);
        return (
          <>
            {people.length === 0 && (
              <EmptyState icon={<IconUsers size={28} stroke={1.5} />} title={<Trans>Nobody may</Trans>}>
                <Trans>Nobody holds what this needs.</Trans>
              </EmptyState>
            )}
            <Rows label={t`Who may`}>
              {people.map(({ person }) => (
                <Row
                  key={person.id}
                  icon={<PersonAvatar name={person.name} size={28} />}
                  title={
                    <AnchorLink inherit to="/access" search={{ ...right, user: person.id }}>
                      {person.name}
                    </AnchorLink>
                  }
                />
              ))}
            </Rows>
            <MoreButton list={list} />
          </>
        );
      }}
    </Loaded>
  );
}
