import { useHelpdeskName } from '@deskbell/api';
import { Page } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import {
  labels,
  priorities,
  statuses,
  ThingDialog,
  ticketTypes,
  type Vocabulary,
  VocabularyList,
} from '../features/vocabulary';

function VocabularyPage({ vocabulary, lead }: { vocabulary: Vocabulary; lead: ReactNode }) {
  const { t } = useLingui();
  const helpdesk = useHelpdeskName();
  const [making, dialog] = useDisclosure(false);
  return (
    <Page
      title={t(vocabulary.label)}
      helpdesk={helpdesk}
      lead={lead}
      actions={
        <Button leftSection={<IconPlus size={16} />} onClick={dialog.open}>
          {t(vocabulary.make)}
        </Button>
      }
    >
      <VocabularyList vocabulary={vocabulary} />
      {making && <ThingDialog vocabulary={vocabulary} thing={null} opened onClose={dialog.close} />}
    </Page>
  );
}

/** How tickets stand, by the helpdesk's own names. */
export function StatusesPage() {
  return (
    <VocabularyPage
      vocabulary={statuses}
      lead={
        <Trans>
          Name as many as you like. Each belongs to one of six kinds, which say what happens by itself; the
          default of a kind is the one that is chosen then.
        </Trans>
      }
    />
  );
}

/** How pressing tickets are. */
export function PrioritiesPage() {
  return (
    <VocabularyPage
      vocabulary={priorities}
      lead={<Trans>The most pressing first. New tickets get the default.</Trans>}
    />
  );
}

/** What sort of matter tickets are. */
export function TicketTypesPage() {
  return (
    <VocabularyPage
      vocabulary={ticketTypes}
      lead={<Trans>What sort of matter a ticket is. A ticket may have none.</Trans>}
    />
  );
}

/** Words that agents put on tickets. */
export function LabelsPage() {
  return (
    <VocabularyPage
      vocabulary={labels}
      lead={
        <Trans>Words that agents put on tickets, as many as fit. Agents make new ones as they work.</Trans>
      }
    />
  );
}
