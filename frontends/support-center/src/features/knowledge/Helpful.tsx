import { type ArticleRead, setArticleRatingMutation } from '@deskbell/api';
import { toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconMoodSad, IconMoodSmile } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';

const ANSWERS = [true, false] as const;

/** Whether an article helped; one may change one's mind. */
export function Helpful({ article }: { article: ArticleRead }) {
  const { t } = useLingui();
  const [said, setSaid] = useState(article.your_rating);
  const rate = useMutation({
    ...setArticleRatingMutation(),
    onError: (error) => {
      setSaid(article.your_rating);
      toastFailure(t`Your answer was not kept`, error);
    },
  });
  if (!article.can.rate) return null;
  const say = (helpful: boolean) => {
    setSaid(helpful);
    rate.mutate({ path: { article_id: article.id }, body: { helpful } });
  };
  return (
    <section className="sc-helpful" aria-label={t`Did this help?`}>
      <p>
        <Trans>Did this help?</Trans>
      </p>
      {ANSWERS.map((helpful) => (
        <Button
          key={String(helpful)}
          variant={said === helpful ? 'light' : 'default'}
          size="sm"
          aria-pressed={said === helpful}
          leftSection={helpful ? <IconMoodSmile size={18} /> : <IconMoodSad size={18} />}
          onClick={() => say(helpful)}
        >
          {helpful ? <Trans>Yes</Trans> : <Trans>No</Trans>}
        </Button>
      ))}
      <span role="status" className="sc-dim">
        {said === true && <Trans>Thank you!</Trans>}
        {said === false && (
          <Trans>
            Thank you. <Link to="/new">Tell us what is missing</Link>
          </Trans>
        )}
      </span>
    </section>
  );
}
