import { getSettingsOptions, getSettingsSchemaOptions } from '@deskbell/api';
import { EmptyState, Loaded } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { TextInput } from '@mantine/core';
import { IconSearch, IconSettingsSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { found, sectionsOf } from './fields';
import { SectionForm } from './SectionForm';
import { useServerText } from './useServerText';

/** Every setting that the server has, made of its schema, with one search over all. */
export function SettingsForm() {
  const { t } = useLingui();
  const say = useServerText();
  const [typed, setTyped] = useState('');
  const schema = useQuery({ ...getSettingsSchemaOptions(), staleTime: Number.POSITIVE_INFINITY });
  const settings = useQuery(getSettingsOptions());
  const failure = <Trans>The settings did not come</Trans>;
  return (
    <>
      <TextInput
        type="search"
        aria-label={t`Search settings`}
        placeholder={t`Search all settings`}
        leftSection={<IconSearch size={16} />}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        maw={420}
      />
      <Loaded query={schema} failure={failure}>
        {(document) => (
          <Loaded query={settings} failure={failure}>
            {(values) => {
              const sections = found(sectionsOf(document), typed, say);
              if (sections.length === 0) {
                return (
                  <EmptyState
                    icon={<IconSettingsSearch size={28} stroke={1.5} />}
                    title={<Trans>No setting like this</Trans>}
                  >
                    <Trans>Try another word. Mailboxes, people and programs have pages of their own.</Trans>
                  </EmptyState>
                );
              }
              return sections.map((section) => (
                <SectionForm key={section.key} section={section} settings={values} />
              ));
            }}
          </Loaded>
        )}
      </Loaded>
    </>
  );
}
