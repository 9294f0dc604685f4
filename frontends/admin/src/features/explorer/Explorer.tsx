import { accessToken, apiUrl } from '@deskbell/api';
import { useLingui } from '@lingui/react/macro';
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import classes from './Explorer.module.css';

/** What the explorer's page (`public/explorer/explorer.js`) asks of us, and what it is told. */
type Asked = { kind: 'deskbell-explorer'; ask: 'start' | 'token'; number: number };

/**
 * The API's document to look at and to try. It is another program, so it stands on a page and under a policy of
 * its own, and gets the reader's token by message: only this page's origin is listened to and answered.
 */
export function Explorer() {
  const { t, i18n } = useLingui();
  const frame = useRef<HTMLIFrameElement>(null);
  const scheme = useComputedColorScheme('light');
  useEffect(() => {
    const answer = async (event: MessageEvent<Asked>) => {
      const inside = frame.current?.contentWindow;
      if (!inside || event.source !== inside || event.origin !== location.origin) return;
      if (event.data?.kind !== 'deskbell-explorer') return;
      const { ask, number } = event.data;
      const start = { api: apiUrl(''), scheme, locale: i18n.locale };
      inside.postMessage(
        {
          kind: 'deskbell-explorer',
          number,
          token: await accessToken(),
          ...(ask === 'start' ? start : {}),
        },
        location.origin,
      );
    };
    addEventListener('message', answer);
    return () => removeEventListener('message', answer);
  }, [scheme, i18n.locale]);
  return (
    <iframe
      key={scheme}
      ref={frame}
      className={classes.frame}
      title={t`API explorer`}
      src={new URL('explorer/', document.baseURI).pathname}
    />
  );
}
