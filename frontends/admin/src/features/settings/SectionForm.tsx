import {
  fieldError,
  getHelpdeskQueryKey,
  getSettingsQueryKey,
  isFailure,
  type SettingsRead,
  type SettingsUpdate,
  updateSettingsMutation,
} from '@deskbell/api';
import { FormFailure, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { inputOf, type SectionSchema } from './fields';
import { LogoField } from './LogoField';
import { SettingField } from './SettingField';
import classes from './Settings.module.css';
import { useServerText } from './useServerText';

type Props = { section: SectionSchema; settings: SettingsRead };

/** One section: every field that its schema names, saved together. What was typed stays when it is refused. */
export function SectionForm({ section, settings }: Props) {
  const { t } = useLingui();
  const say = useServerText();
  const heading = useId();
  const queries = useQueryClient();
  const [typed, setTyped] = useState<Record<string, unknown>>({});
  const stored = settings[section.key as keyof SettingsRead] as unknown as Record<string, unknown>;
  const refresh = () => {
    void queries.invalidateQueries({ queryKey: getSettingsQueryKey() });
    void queries.invalidateQueries({ queryKey: getHelpdeskQueryKey() });
  };
  const save = useMutation({
    ...updateSettingsMutation(),
    onSuccess: () => {
      setTyped({});
      toast(t`Settings saved`);
    },
    onSettled: refresh,
  });
  const { error } = save;
  const stale = isFailure(error) && error.status === 412;
  const written = section.fields.filter(({ schema }) => !schema.readOnly);
  const pointers = written.map(({ name }) => `/${section.key}/${name}`);

  return (
    <section className={classes.section} aria-labelledby={heading}>
      <h2 id={heading}>{say(section.title)}</h2>
      <p className={classes.about}>{say(section.description)}</p>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({
            body: { [section.key]: typed } as SettingsUpdate,
            headers: { 'If-Match': `"${settings.version}"` },
          });
        }}
      >
        <Stack gap="md">
          {section.fields.map(({ name, schema }) =>
            inputOf(schema) === 'picture' ? (
              <LogoField key={name} schema={schema} onChanged={refresh} />
            ) : (
              <SettingField
                key={name}
                name={name}
                schema={schema}
                value={typed[name] ?? stored[name]}
                error={fieldError(error, `/${section.key}/${name}`)}
                onChange={(value) => setTyped((before) => ({ ...before, [name]: value }))}
              />
            ),
          )}
          <FormFailure
            error={error}
            fields={pointers}
            say={
              stale
                ? () => t`Somebody else has just changed settings. Look at what is here now, then save again.`
                : undefined
            }
          />
          {written.length > 0 && (
            <Group>
              <Button
                type="submit"
                size="xs"
                disabled={Object.keys(typed).length === 0}
                loading={save.isPending}
              >
                <Trans>Save</Trans>
              </Button>
              {Object.keys(typed).length > 0 && (
                <Button
                  size="xs"
                  variant="default"
                  onClick={() => {
                    setTyped({});
                    save.reset();
                  }}
                >
                  <Trans>Undo what I typed</Trans>
                </Button>
              )}
            </Group>
          )}
        </Stack>
      </form>
    </section>
  );
}
