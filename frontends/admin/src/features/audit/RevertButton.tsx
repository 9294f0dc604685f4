import { type AuditEvent, listEventsInfiniteQueryKey, undoEventMutation } from '@deskbell/api';
import { SureButton, toast, toastFailure } from '@deskbell/ui';
import { useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';

/** Sets back a change of rights; what was changed again since is refused. */
export function RevertButton({ event }: { event: AuditEvent }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const revert = useMutation({
    ...undoEventMutation(),
    onSuccess: () => toast(t`Set back`, t`It counts from the next request on, and stands in this list.`),
    onError: (error) => toastFailure(t`Nothing was set back`, error),
    onSettled: () => queries.invalidateQueries({ queryKey: listEventsInfiniteQueryKey() }),
  });
  return (
    <SureButton
      label={t`Set back`}
      sure={t`Really set back`}
      about={event.subject.name ?? `#${event.subject.id}`}
      loading={revert.isPending}
      onSure={() => revert.mutate({ path: { event_id: event.id } })}
    />
  );
}
