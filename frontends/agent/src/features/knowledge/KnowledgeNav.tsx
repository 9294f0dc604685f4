import { type CategoryRead, useHelpdeskName } from '@deskbell/api';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import {
  IconArrowLeft,
  IconFiles,
  IconFolder,
  IconFolderPlus,
  IconLock,
  IconPencil,
  IconPlus,
  IconTrash,
  IconUsers,
} from '@tabler/icons-react';
import { createLink, Link } from '@tanstack/react-router';
import classes from './Knowledge.module.css';
import { depth, type KnowledgeSearch } from './places';

const LinkButton = createLink(Button<'a'>);

type Props = { categories: CategoryRead[]; search: KnowledgeSearch; onNewCategory: () => void };

/** The tree of the knowledge base, and the ways across it. */
export function KnowledgeNav({ categories, search, onNewCategory }: Props) {
  const { t } = useLingui();
  const helpdesk = useHelpdeskName();
  const places = [
    { show: 'all', icon: IconFiles, name: t`All articles` },
    { show: 'drafts', icon: IconPencil, name: t`Drafts` },
    { show: 'deleted', icon: IconTrash, name: t`Put away` },
  ] as const;
  return (
    <aside className={classes.side} aria-label={t`Knowledge base`}>
      <Link to="/" className={classes.back}>
        <IconArrowLeft size={15} stroke={2} aria-hidden="true" />
        <Trans>Tickets of {helpdesk}</Trans>
      </Link>
      <h1 className={classes.sideTitle}>
        <Trans>Knowledge</Trans>
      </h1>
      <LinkButton
        component="a"
        to="/knowledge/new"
        search={search.category ? { category: search.category } : {}}
        className={classes.new}
        size="sm"
        leftSection={<IconPlus size={16} stroke={2.2} />}
      >
        <Trans>New article</Trans>
      </LinkButton>
      <nav className={classes.tree} aria-label={t`Articles`}>
        {places.map(({ show, icon: Icon, name }) => (
          <Link
            key={show}
            to="/knowledge"
            search={{ show }}
            className={classes.place}
            aria-current={search.show === show ? 'page' : undefined}
          >
            <Icon size={16} stroke={1.7} aria-hidden="true" />
            <span className={classes.placeName}>{name}</span>
          </Link>
        ))}
      </nav>
      <h2 className={classes.group}>
        <Trans>Categories</Trans>
      </h2>
      <nav className={classes.tree} aria-label={t`Categories`}>
        {categories.map((category) => (
          <Place
            key={category.id}
            category={category}
            level={depth(category, categories)}
            current={search.category === category.id}
          />
        ))}
      </nav>
      <Button
        variant="subtle"
        size="xs"
        mt="xs"
        justify="start"
        leftSection={<IconFolderPlus size={16} stroke={1.7} />}
        onClick={onNewCategory}
      >
        <Trans>New category</Trans>
      </Button>
    </aside>
  );
}

function Place({ category, level, current }: { category: CategoryRead; level: number; current: boolean }) {
  const { t } = useLingui();
  const { id, name, articles, agent } = category;
  const audience = agent?.audience;
  const Icon = audience === 'agents' ? IconLock : audience === 'groups' ? IconUsers : IconFolder;
  const said = { agents: t`for agents only`, groups: t`for some groups`, parent: '' }[audience ?? 'parent'];
  return (
    <Link
      to="/knowledge"
      search={{ category: id }}
      className={classes.place}
      style={{ marginInlineStart: level * 16 }}
      aria-current={current ? 'page' : undefined}
      title={said || undefined}
    >
      <Icon size={16} stroke={1.7} aria-label={said || undefined} aria-hidden={said ? undefined : 'true'} />
      <span className={classes.placeName}>{name}</span>
      <span className={classes.count}>{articles + (agent?.drafts ?? 0)}</span>
    </Link>
  );
}
