import { t } from '@lingui/core/macro';
import { Button, Progress } from '@mantine/core';
import { notifications } from '@mantine/notifications';

/** A toast that shows how far something is. */
interface ShownProgress {
  tell: (done: number) => void;
  close: () => void;
}

/** Shows in a toast how far work on many things is, with a way to stop it after the one it is at. */
export function toastProgress(title: string, total: number, onStop: () => void): ShownProgress {
  const id = crypto.randomUUID();
  const shown = (done: number) => ({
    id,
    title,
    message: (
      <>
        {t`${done} of ${total}`}
        <Progress value={(done / total) * 100} size={5} my={6} aria-label={title} />
        <Button size="compact-sm" variant="light" onClick={onStop}>
          {t`Stop`}
        </Button>
      </>
    ),
    loading: true,
    autoClose: false as const,
    withCloseButton: false,
  });
  notifications.show(shown(0));
  return {
    tell: (done) => void notifications.update(shown(done)),
    close: () => void notifications.hide(id),
  };
}
