import { type ArticleRead, type CategoryRead, fieldError, isFailure } from '@deskbell/api';
import { ArticleBody, FormFailure, toast } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import { lazy, Suspense, useRef, useState } from 'react';
import { ArticleHead } from './ArticleHead';
import classes from './Knowledge.module.css';
import { choices } from './places';
import { UnsavedGuard } from './UnsavedGuard';
import { useArticleActs } from './useArticleActs';

const BodyEditor = lazy(() => import('./BodyEditor').then((module) => ({ default: module.BodyEditor })));
const FIELDS = ['/title', '/slug', '/category_id', '/html'];

type Props = {
  /** Null while it is not written yet. */
  article: ArticleRead | null;
  categoryId?: number;
  categories: CategoryRead[];
  onMade: (id: number) => void;
  onGone: (categoryId: number) => void;
};

/** An article as it is written: what it says, where it stands, for whom it is, and whether it can be read. */
export function ArticleForm({ article, categoryId, categories, onMade, onGone }: Props) {
  const { t } = useLingui();
  const acts = useArticleActs();
  const start = {
    title: article?.title ?? '',
    slug: article?.slug ?? '',
    category: String(article?.category.id ?? categoryId ?? categories[0]?.id ?? ''),
    html: article?.html ?? '',
  };
  const [saved, setSaved] = useState(start);
  const [now, setNow] = useState(start);
  const [shown, setShown] = useState<'write' | 'read'>('write');
  const left = useRef(false);
  const dirty = Object.keys(now).some(
    (key) => now[key as keyof typeof now] !== saved[key as keyof typeof saved],
  );
  const change = (part: Partial<typeof now>) => setNow((before) => ({ ...before, ...part }));
  const readOnly = article !== null && !article.can.edit;

  const save = async (): Promise<ArticleRead | null> => {
    acts.forget();
    const { title, slug, category, html } = now;
    const body = { title, html, category_id: Number(category), ...(slug ? { slug } : {}) };
    try {
      const kept = article
        ? await acts.update.mutateAsync({ path: { article_id: article.id }, body, headers: seen(article) })
        : await acts.create.mutateAsync({ body });
      setSaved(now);
      if (article) setNow((after) => ({ ...after, slug: after.slug || kept.slug }));
      return kept;
    } catch {
      return null; // It is shown below the form.
    }
  };
  const submit = async () => {
    const kept = await save();
    if (!kept) return;
    toast(kept.published_at ? t`Saved. Readers see it now.` : t`Draft saved`);
    left.current = true;
    if (!article) onMade(kept.id);
  };
  const publish = async () => {
    const kept = dirty || !article ? await save() : article;
    if (!kept) return;
    try {
      await acts.publish.mutateAsync({ path: { article_id: kept.id }, headers: seen(kept) });
      toast(t`Published`);
    } catch {
      // It is shown below the form.
    }
    left.current = true;
    if (!article) onMade(kept.id);
  };
  const stale = isFailure(acts.error) && acts.error.status === 412;
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <UnsavedGuard unsaved={() => dirty && !left.current} />
      <ArticleHead
        article={article}
        acts={acts}
        onPublish={() => void publish()}
        onGone={(place) => {
          left.current = true;
          onGone(place);
        }}
      >
        <Button
          type="submit"
          size="xs"
          variant="default"
          loading={acts.pending}
          disabled={!dirty || readOnly}
        >
          {article?.published_at ? <Trans>Save</Trans> : <Trans>Save draft</Trans>}
        </Button>
      </ArticleHead>
      <SegmentedControl
        size="xs"
        style={{ alignSelf: 'start' }}
        aria-label={t`Look`}
        value={shown}
        onChange={(value) => setShown(value as typeof shown)}
        data={[
          { value: 'write', label: t`Write` },
          { value: 'read', label: t`As customers see it` },
        ]}
      />
      {shown === 'read' ? (
        <article className={classes.preview}>
          <h2 className={classes.previewTitle} dir="auto">
            {now.title || t`No title yet`}
          </h2>
          <ArticleBody html={now.html} />
        </article>
      ) : (
        <>
          <TextInput
            size="md"
            label={t`Title`}
            placeholder={t`What a reader would ask`}
            required
            withAsterisk={false}
            maxLength={200}
            readOnly={readOnly}
            value={now.title}
            onChange={(event) => change({ title: event.currentTarget.value })}
            error={fieldError(acts.error, '/title')}
          />
          <div className={classes.columns}>
            <Select
              label={t`Category`}
              data={choices(categories)}
              value={now.category}
              onChange={(value) => change({ category: value ?? now.category })}
              allowDeselect={false}
              searchable
              readOnly={readOnly}
              error={fieldError(acts.error, '/category_id')}
            />
            <TextInput
              label={t`End of its address`}
              placeholder={t`Made of the title`}
              maxLength={80}
              spellCheck={false}
              readOnly={readOnly}
              value={now.slug}
              onChange={(event) => change({ slug: event.currentTarget.value })}
              error={fieldError(acts.error, '/slug')}
            />
          </div>
          <Suspense>
            <BodyEditor html={now.html} onChange={(html) => change({ html })} onSave={() => void submit()} />
          </Suspense>
        </>
      )}
      <FormFailure
        error={acts.error}
        fields={FIELDS}
        say={
          stale
            ? () => t`Somebody else changed it meanwhile. Copy what you wrote, then load the page again.`
            : undefined
        }
      />
    </form>
  );
}

/** Only what was seen is changed. */
function seen(article: ArticleRead): { 'If-Match': string } {
  return { 'If-Match': `"${article.agent?.version}"` };
}
