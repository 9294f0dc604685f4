import { t } from '@lingui/core/macro';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';

/** Says in a toast what is about to happen, with a way to stop it. Returns what takes the toast away. */
export function toastUndo(title: string, onUndo: () => void): () => void {
  const id = crypto.randomUUID();
  notifications.show({
    id,
    title,
    message: (
      <Button size="compact-sm" variant="light" mt={4} onClick={onUndo}>
        {t`Undo`}
      </Button>
    ),
    loading: true,
    autoClose: false,
    withCloseButton: false,
  });
  return () => notifications.hide(id);
}

/** Says in a toast what was done, with a way to take it back for as long as it stands there. */
export function toastDone(title: string, onUndo: () => void): void {
  const id = crypto.randomUUID();
  const undo = () => {
    notifications.hide(id);
    onUndo();
  };
  notifications.show({
    id,
    title,
    message: (
      <Button size="compact-sm" variant="light" mt={4} onClick={undo}>
        {t`Undo`}
      </Button>
    ),
    autoClose: 7000,
    closeButtonProps: { 'aria-label': t`Close` },
  });
}
