import { apiUrl, fieldError, getHelpdeskOptions, removeLogoMutation, sendFile, setLogo } from '@deskbell/api';
import { explain, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, FileButton, Group, Input } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { FieldSchema } from './fields';
import classes from './Settings.module.css';
import { useServerText } from './useServerText';

type Props = { schema: FieldSchema; onChanged: () => void };

/** The logo: shown, replaced and taken away at once. */
export function LogoField({ schema, onChanged }: Props) {
  const { t } = useLingui();
  const say = useServerText();
  const { data: helpdesk } = useQuery(getHelpdeskOptions());
  const place = helpdesk?.logo_url;
  const upload = useMutation({
    mutationFn: async (file: File) => {
      const { id } = await sendFile(file, () => undefined, new AbortController().signal);
      await setLogo({ throwOnError: true, body: { file_id: id } });
    },
    onSuccess: () => toast(t`Logo saved`),
    onSettled: onChanged,
  });
  const remove = useMutation({
    ...removeLogoMutation(),
    onSuccess: () => toast(t`Logo taken away`),
    onSettled: onChanged,
  });
  const error = upload.error ?? remove.error;
  return (
    <Input.Wrapper
      label={say(schema.title)}
      labelElement="div"
      description={say(schema.description)}
      error={error && (fieldError(error, '/file_id') ?? explain(error))}
    >
      <Group gap="sm" mt={6}>
        {place && <img src={apiUrl(place)} alt={t`The present logo`} className={classes.logo} />}
        <FileButton
          accept="image/png,image/jpeg,image/gif,image/webp"
          onChange={(file) => file && upload.mutate(file)}
        >
          {(props) => (
            <Button {...props} size="xs" variant="default" loading={upload.isPending}>
              {place ? <Trans>Choose another picture</Trans> : <Trans>Choose a picture</Trans>}
            </Button>
          )}
        </FileButton>
        {place && (
          <Button
            size="xs"
            variant="subtle"
            color="red"
            loading={remove.isPending}
            onClick={() => remove.mutate({})}
          >
            <Trans>Take the logo away</Trans>
          </Button>
        )}
      </Group>
    </Input.Wrapper>
  );
}
