import { Trans } from '@lingui/react/macro';
import type { Sentences } from './sentence';

/** What happened to the knowledge base, in sentences. */
export const knowledge: Sentences = {
  'category.created': (who, it) => (
    <Trans>
      {who} made the category {it}
    </Trans>
  ),
  'category.changed': (who, it) => (
    <Trans>
      {who} changed the category {it}
    </Trans>
  ),
  'category.audience_changed': (who, it) => (
    <Trans>
      {who} chose who may see the category {it}
    </Trans>
  ),
  'category.deleted': (who, it) => (
    <Trans>
      {who} put the category {it} away
    </Trans>
  ),
  'category.restored': (who, it) => (
    <Trans>
      {who} brought the category {it} back
    </Trans>
  ),
  'article.created': (who, it) => (
    <Trans>
      {who} wrote the article {it}
    </Trans>
  ),
  'article.changed': (who, it) => (
    <Trans>
      {who} changed the article {it}
    </Trans>
  ),
  'article.audience_changed': (who, it) => (
    <Trans>
      {who} chose who may read the article {it}
    </Trans>
  ),
  'article.published': (who, it) => (
    <Trans>
      {who} published the article {it}
    </Trans>
  ),
  'article.unpublished': (who, it) => (
    <Trans>
      {who} took the article {it} back
    </Trans>
  ),
  'article.deleted': (who, it) => (
    <Trans>
      {who} put the article {it} away
    </Trans>
  ),
  'article.restored': (who, it) => (
    <Trans>
      {who} brought the article {it} back
    </Trans>
  ),
  'article.rated': (who, it) => (
    <Trans>
      {who} said whether the article {it} helped
    </Trans>
  ),
};
