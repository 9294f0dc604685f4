import { downloadInboundMail, downloadOutgoingMail } from '@deskbell/api';
import { explain, Panel } from '@deskbell/ui';
import { Trans } from '@lingui/react/macro';
import { Alert, Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import classes from '../../parts/Rows.module.css';

const SHOWN = 100_000;

type Props = { kind: 'inbound' | 'outgoing'; mailId: number };

/** The mail as it went over the wire: to be looked at as text, or saved. */
export function RawMail({ kind, mailId }: Props) {
  const load = useMutation({
    mutationFn: async () => {
      const { data } =
        kind === 'inbound'
          ? await downloadInboundMail({ path: { inbound_mail_id: mailId }, parseAs: 'blob' })
          : await downloadOutgoingMail({ path: { outgoing_mail_id: mailId }, parseAs: 'blob' });
      const blob = data as unknown as Blob;
      return { blob, text: await blob.slice(0, SHOWN).text() };
    },
  });
  const save = (blob: Blob) => {
    const address = URL.createObjectURL(blob);
    const link = document.createElement('a');
    link.href = address;
    link.download = `mail-${mailId}.txt`;
    link.click();
    URL.revokeObjectURL(address);
  };
  const { data } = load;
  return (
    <Panel
      title={<Trans>As it went over the wire</Trans>}
      actions={
        data ? (
          <Button variant="default" onClick={() => save(data.blob)}>
            <Trans>Save the mail</Trans>
          </Button>
        ) : (
          <Button variant="default" loading={load.isPending} onClick={() => load.mutate()}>
            <Trans>Show the mail</Trans>
          </Button>
        )
      }
    >
      {load.error !== null && (
        <Alert color="red" variant="light" role="alert">
          {explain(load.error)}
        </Alert>
      )}
      {data && (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard */}
          <pre className={classes.raw} tabIndex={0}>
            {data.text}
          </pre>
          {data.blob.size > SHOWN && (
            <p className={classes.note}>
              <Trans>This is its beginning. Save it to see the rest.</Trans>
            </p>
          )}
        </>
      )}
    </Panel>
  );
}
