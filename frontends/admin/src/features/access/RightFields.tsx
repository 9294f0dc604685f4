import { listPermissionsOptions } from '@deskbell/api';
import { useLingui } from '@lingui/react/macro';
import { Group, NumberInput, SegmentedControl, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ACTS, type Act, type Right } from './accessSearch';
import { ACT_NAMES } from './words';

type Kind = 'permission' | 'ticket' | 'article';
type Props = { right: Right; onChange: (right: Right) => void };

function kindOf({ ticket, article }: Right): Kind {
  if (ticket) return 'ticket';
  return article ? 'article' : 'permission';
}

/** What is asked about: a permission, an act on a ticket, or an article. */
export function RightFields({ right, onChange }: Props) {
  const { t } = useLingui();
  const [kind, setKind] = useState<Kind>(kindOf(right));
  const { data } = useQuery(listPermissionsOptions());
  const number = (value: string | number) => (typeof value === 'number' && value > 0 ? value : undefined);
  return (
    <Group align="flex-end" gap="xs">
      <SegmentedControl
        aria-label={t`About`}
        value={kind}
        onChange={(chosen) => {
          setKind(chosen as Kind);
          onChange({});
        }}
        data={[
          { value: 'permission', label: t`Permission` },
          { value: 'ticket', label: t`Ticket` },
          { value: 'article', label: t`Article` },
        ]}
      />
      {kind === 'permission' && (
        <Select
          label={t`Permission`}
          searchable
          flex="1 1 260px"
          value={right.permission ?? null}
          data={(data?.items ?? []).map(({ name, title }) => ({ value: name, label: title }))}
          onChange={(permission) => onChange(permission ? { permission } : {})}
        />
      )}
      {kind === 'ticket' && (
        <>
          <NumberInput
            label={t`Number of the ticket`}
            min={1}
            allowDecimal={false}
            flex="1 1 140px"
            value={right.ticket ?? ''}
            onChange={(value) => onChange({ ...right, ticket: number(value) })}
          />
          <Select
            label={t`What is done`}
            flex="1 1 140px"
            allowDeselect={false}
            value={right.act ?? 'view'}
            data={ACTS.map((value) => ({ value, label: t(ACT_NAMES[value]) }))}
            onChange={(act) => onChange({ ...right, act: (act ?? 'view') as Act })}
          />
        </>
      )}
      {kind === 'article' && (
        <NumberInput
          label={t`Number of the article`}
          min={1}
          allowDecimal={false}
          flex="1 1 140px"
          value={right.article ?? ''}
          onChange={(value) => onChange({ article: number(value) })}
        />
      )}
    </Group>
  );
}
