import { fieldError, type IncomingRead } from '@deskbell/api';
import { Trans, useLingui } from '@lingui/react/macro';
import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import classes from '../../parts/Rows.module.css';

type Props = { known: IncomingRead | null | undefined; error: unknown };

/** Which folder is read, and what is done there with what was taken. */
export function FolderFields({ known, error }: Props) {
  const { t } = useLingui();
  const [after, setAfter] = useState<IncomingRead['after']>(known?.after ?? 'seen');
  return (
    <>
      <div className={classes.columns}>
        <TextInput
          name="incoming.folder"
          label={t`Folder`}
          defaultValue={known?.folder ?? 'INBOX'}
          error={fieldError(error, '/incoming/folder')}
        />
        <NativeSelect
          name="incoming.after"
          label={t`Afterwards there`}
          value={after}
          onChange={(event) => setAfter(event.currentTarget.value as typeof after)}
          error={fieldError(error, '/incoming/after') ?? fieldError(error, '/incoming')}
          data={[
            { value: 'seen', label: t`Mark it as read` },
            { value: 'leave', label: t`Leave it as it is` },
            { value: 'move', label: t`Move it to a folder` },
            { value: 'delete', label: t`Delete it` },
          ]}
        />
        {after === 'move' && (
          <TextInput
            name="incoming.move_to"
            label={t`To the folder`}
            defaultValue={known?.move_to ?? 'Deskbell'}
            required
            withAsterisk={false}
            error={fieldError(error, '/incoming/move_to')}
          />
        )}
      </div>
      <Checkbox
        name="incoming.existing"
        defaultChecked={known?.existing ?? false}
        label={<Trans>Also take the mail that lies there already; all of it becomes tickets</Trans>}
      />
    </>
  );
}
