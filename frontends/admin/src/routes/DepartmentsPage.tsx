import { useHelpdeskName } from '@deskbell/api';
import { Page } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { DepartmentDialog, DepartmentList } from '../features/departments';

/** Where work belongs, and who sees it. */
export function DepartmentsPage() {
  const { t } = useLingui();
  const helpdesk = useHelpdeskName();
  const [making, dialog] = useDisclosure(false);
  return (
    <Page
      title={t`Departments`}
      helpdesk={helpdesk}
      lead={
        <Trans>
          Where tickets belong. An agent sees the tickets of the departments that you give access to; what has
          no other place goes to the default one.
        </Trans>
      }
      actions={
        <Button leftSection={<IconPlus size={16} />} onClick={dialog.open}>
          <Trans>New department</Trans>
        </Button>
      }
    >
      <DepartmentList />
      <DepartmentDialog department={null} opened={making} onClose={dialog.close} />
    </Page>
  );
}
