import { FailureNotice } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Skeleton } from '@mantine/core';
import { type ReactNode, type Ref, useEffect, useLayoutEffect, useRef } from 'react';
import { Changes } from './Changes';
import { Message } from './Message';
import classes from './Thread.module.css';
import { useThread } from './useThread';

/** How near the end (px) the reader has to be for a new message to pull them along. */
const NEAR = 160;

function ThreadSkeleton() {
  return [96, 140, 80].map((height) => <Skeleton key={height} height={height} maw={860} radius="lg" />);
}

type Props = { ticketId: number; threadRef: Ref<HTMLElement>; leaving: ReactNode };

/** The conversation itself, oldest first, opened at its end. */
export function Thread({ ticketId, threadRef, leaving }: Props) {
  const { t } = useLingui();
  const { items, messages, mails, isReady } = useThread(ticketId);
  const scroller = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);

  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever what is shown grows
  useLayoutEffect(() => {
    const box = scroller.current;
    if (box && atEnd.current) box.scrollTop = box.scrollHeight;
  }, [items]);
  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    // The composer grows, pictures arrive: whoever was at the end stays there.
    const sizes = new ResizeObserver(() => {
      if (atEnd.current) box.scrollTop = box.scrollHeight;
    });
    sizes.observe(box);
    if (box.firstElementChild) sizes.observe(box.firstElementChild);
    return () => sizes.disconnect();
  }, []);

  return (
    <div
      ref={scroller}
      className={classes.scroller}
      onScroll={({ currentTarget: box }) => {
        atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
      }}
    >
      <section
        ref={threadRef}
        className={classes.thread}
        aria-label={t`Conversation`}
        aria-busy={!isReady}
        tabIndex={0}
      >
        {!isReady && !messages.error && <ThreadSkeleton />}
        {messages.error && !messages.data && (
          <FailureNotice
            title={<Trans>The messages could not be loaded</Trans>}
            error={messages.error}
            onRetry={() => void messages.refetch()}
          />
        )}
        {isReady &&
          items.map((item) =>
            item.kind === 'message' ? (
              <Message
                key={item.key}
                message={item.message}
                sent={mails.sent.get(item.message.id)}
                received={mails.received.get(item.message.id)}
              />
            ) : (
              <Changes key={item.key} entries={item.entries} />
            ),
          )}
        {isReady && leaving}
      </section>
    </div>
  );
}
