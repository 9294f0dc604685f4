import { t } from '@lingui/core/macro';
import { notifications } from '@mantine/notifications';
import { explain } from './failures';

/** Says in a toast that an act failed and was undone. */
export function toastFailure(title: string, error: unknown): void {
  notifications.show({
    color: 'red',
    title,
    message: explain(error),
    autoClose: 8000,
    closeButtonProps: { 'aria-label': t`Close` },
  });
}

/** Says in a toast what was done or what changed. */
export function toast(title: string, message?: string): void {
  notifications.show({ title, message, autoClose: 4000, closeButtonProps: { 'aria-label': t`Close` } });
}

/** Takes all toasts away: they were meant for whoever was here before. */
export function clearToasts(): void {
  notifications.clean();
}
