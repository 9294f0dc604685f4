import { type ArticleRead, homeUrl } from '@deskbell/api';
import { ConfirmDialog, TimeAgo, toast, toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Badge, Button, Menu } from '@mantine/core';
import { IconDots, IconExternalLink, IconEyeOff, IconTrash, IconUsers } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { AudienceBadge } from './AudienceBadge';
import { AudienceDialog } from './AudienceDialog';
import classes from './Knowledge.module.css';
import type { useArticleActs } from './useArticleActs';

type Props = {
  article: ArticleRead | null;
  acts: ReturnType<typeof useArticleActs>;
  onPublish: () => void;
  onGone: (categoryId: number) => void;
  children: ReactNode;
};

function State({ article }: { article: ArticleRead }) {
  const { agent, published_at, updated_at } = article;
  return (
    <div className={classes.actions}>
      {published_at ? (
        <Badge variant="light" color="green" tt="none">
          <Trans>Published</Trans>
        </Badge>
      ) : (
        <Badge variant="light" color="yellow" tt="none">
          <Trans>Draft</Trans>
        </Badge>
      )}
      {agent && <AudienceBadge of={agent} />}
      <span className={classes.count}>
        <Trans>
          Changed <TimeAgo at={updated_at} />
        </Trans>
      </span>
      {agent && agent.helpful + agent.unhelpful > 0 && (
        <span className={classes.count}>
          <Trans>
            helped {agent.helpful}, did not help {agent.unhelpful}
          </Trans>
        </span>
      )}
    </div>
  );
}

/** Whether an article can be read and by whom, and what can be done about that. */
export function ArticleHead({ article, acts, onPublish, onGone, children }: Props) {
  const { t } = useLingui();
  const [opened, setOpened] = useState<'audience' | 'delete' | null>(null);
  const close = () => setOpened(null);
  const path = { article_id: article?.id ?? 0 };
  const headers = { 'If-Match': `"${article?.agent?.version}"` };
  const published = Boolean(article?.published_at);
  const unpublish = () =>
    acts.unpublish.mutate(
      { path, headers },
      {
        onSuccess: () => toast(t`It is a draft again`),
        onError: (error) => toastFailure(t`It is still published`, error),
      },
    );
  return (
    <div className={classes.head}>
      {article ? <State article={article} /> : <h2 className={classes.title}>{t`New article`}</h2>}
      <div className={classes.actions}>
        {children}
        {!published && (
          <Button
            size="xs"
            loading={acts.pending}
            disabled={article?.can.publish === false}
            onClick={onPublish}
          >
            <Trans>Publish</Trans>
          </Button>
        )}
        {article && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="default" size={30} aria-label={t`More about this article`}>
                <IconDots size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item
                leftSection={<IconUsers size={15} />}
                disabled={!article.can.publish}
                onClick={() => setOpened('audience')}
              >
                <Trans>Who may read it</Trans>
              </Menu.Item>
              {published && (
                <Menu.Item
                  component="a"
                  href={`${homeUrl('user')}articles/${encodeURIComponent(article.slug)}`}
                  target="_blank"
                  leftSection={<IconExternalLink size={15} />}
                >
                  <Trans>Open in the support center</Trans>
                </Menu.Item>
              )}
              {published && (
                <Menu.Item
                  leftSection={<IconEyeOff size={15} />}
                  disabled={!article.can.publish}
                  onClick={unpublish}
                >
                  <Trans>Make it a draft again</Trans>
                </Menu.Item>
              )}
              <Menu.Item
                color="red"
                leftSection={<IconTrash size={15} />}
                disabled={!article.can.edit}
                onClick={() => setOpened('delete')}
              >
                <Trans>Put away</Trans>
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      {article?.agent && opened === 'audience' && (
        <AudienceDialog
          above={article.category.name}
          audience={article.agent.audience}
          groupIds={article.agent.group_ids}
          opened
          pending={acts.choose.isPending}
          error={acts.choose.error}
          onClose={close}
          onChoose={(body) =>
            acts.choose.mutate(
              { path, body, headers },
              {
                onSuccess: () => {
                  toast(t`Audience saved`);
                  close();
                },
              },
            )
          }
        />
      )}
      <ConfirmDialog
        opened={opened === 'delete'}
        onClose={close}
        title={<Trans>Put the article away?</Trans>}
        action={<Trans>Put away</Trans>}
        color="red"
        pending={acts.remove.isPending}
        error={acts.remove.error}
        onConfirm={() =>
          acts.remove.mutate({ path, headers }, { onSuccess: () => article && onGone(article.category.id) })
        }
      >
        <Trans>Nobody finds it any more. It can be brought back.</Trans>
      </ConfirmDialog>
    </div>
  );
}
