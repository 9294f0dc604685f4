import { useHelpdeskName } from '@deskbell/api';
import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button, CopyButton, Group } from '@mantine/core';
import { IconCheck, IconCopy, IconDownload } from '@tabler/icons-react';
import classes from './TwoSteps.module.css';

/** The recovery codes, for the only time: to be copied or saved now. */
export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const { t } = useLingui();
  const helpdesk = useHelpdeskName();
  const text = codes.join('\n');
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(`${helpdesk}\n\n${text}\n`)}`;
  return (
    <>
      <Alert color="yellow" variant="light" role="status" title={t`Keep these recovery codes`}>
        <Trans>Each of them lets you in once when your telephone is lost. They are not shown again.</Trans>
      </Alert>
      <ul className={classes.codes} aria-label={t`Recovery codes`}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Group gap="xs">
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              size="xs"
              leftSection={copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
              onClick={copy}
            >
              {copied ? t`Copied` : t`Copy them`}
            </Button>
          )}
        </CopyButton>
        <Button
          component="a"
          href={file}
          download="recovery-codes.txt"
          variant="default"
          size="xs"
          leftSection={<IconDownload size={15} />}
        >
          <Trans>Save them as a file</Trans>
        </Button>
      </Group>
      <Button onClick={onDone}>
        <Trans>I have kept them</Trans>
      </Button>
    </>
  );
}
