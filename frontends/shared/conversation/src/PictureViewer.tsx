import { type AttachmentRead, apiUrl } from '@deskbell/api';
import { fileSize } from '@deskbell/i18n';
import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Button, Modal } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconChevronLeft, IconChevronRight, IconExternalLink } from '@tabler/icons-react';
import classes from './PictureViewer.module.css';

type Props = {
  pictures: AttachmentRead[];
  shown: AttachmentRead;
  onShow: (picture: AttachmentRead) => void;
  onClose: () => void;
};

/** The pictures of a message as large as the window allows; arrow keys lead from one to the next. */
export function PictureViewer({ pictures, shown, onShow, onClose }: Props) {
  const { t } = useLingui();
  const at = pictures.indexOf(shown);
  const [before, after] = [pictures[at - 1], pictures[at + 1]];
  useHotkeys([
    ['ArrowLeft', () => before && onShow(before)],
    ['ArrowRight', () => after && onShow(after)],
  ]);
  const [number, all] = [at + 1, pictures.length];
  return (
    <Modal
      opened
      onClose={onClose}
      title={shown.name}
      size="min(1100px, 94vw)"
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <div className={classes.frame}>
        {before && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="xl"
            aria-label={t`Previous picture`}
            onClick={() => onShow(before)}
          >
            <IconChevronLeft size={22} />
          </ActionIcon>
        )}
        <img className={classes.picture} src={apiUrl(shown.url)} alt={shown.name} />
        {after && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="xl"
            aria-label={t`Next picture`}
            onClick={() => onShow(after)}
          >
            <IconChevronRight size={22} />
          </ActionIcon>
        )}
      </div>
      <footer className={classes.foot}>
        <span>
          {all > 1 && (
            <Trans>
              {number} of {all}
            </Trans>
          )}
          {all > 1 && ' · '}
          {fileSize(shown.size)}
        </span>
        <Button
          component="a"
          href={apiUrl(shown.url)}
          target="_blank"
          rel="noopener noreferrer"
          size="xs"
          variant="default"
          leftSection={<IconExternalLink size={14} />}
        >
          <Trans>Open in a new tab</Trans>
        </Button>
      </footer>
    </Modal>
  );
}
