import { type GuideRead, getGuideOptions, getGuideQueryKey, updateGuideMutation } from '@deskbell/api';
import { toastFailure } from '@deskbell/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, VisuallyHidden } from '@mantine/core';
import { IconCircle, IconCircleCheckFilled } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ButtonLink } from '../../links';
import classes from './Guide.module.css';
import { STEPS } from './steps';

type Change = { dismissed?: boolean; settled?: GuideRead['steps'][number]['step'][] };
type StepProps = { step: GuideRead['steps'][number]; busy: boolean; onSettle: () => void };

function Step({ step, busy, onSettle }: StepProps) {
  const { t } = useLingui();
  const { name, about, path, action } = STEPS[step.step];
  const Tick = step.done ? IconCircleCheckFilled : IconCircle;
  return (
    <li className={classes.step}>
      <Tick size={20} className={classes.tick} data-done={step.done || undefined} aria-hidden="true" />
      <div className={classes.words}>
        <div className={classes.name}>
          {t(name)}
          <VisuallyHidden>{step.done ? t`: done` : t`: to do`}</VisuallyHidden>
        </div>
        {!step.done && (
          <>
            <p className={classes.about}>{t(about)}</p>
            <Group gap="xs">
              {path && action && (
                <ButtonLink to={path} size="xs">
                  {t(action)}
                </ButtonLink>
              )}
              <Button size="xs" variant="default" disabled={busy} onClick={onSettle}>
                {path ? <Trans>Fine as it is</Trans> : <Trans>Understood</Trans>}
              </Button>
            </Group>
          </>
        )}
      </div>
    </li>
  );
}

/** What a new helpdesk needs, ticked off by what is there. It can be put away. */
export function Guide() {
  const { t } = useLingui();
  const queries = useQueryClient();
  const { data: guide } = useQuery({ ...getGuideOptions(), staleTime: 0 });
  const change = useMutation({
    ...updateGuideMutation(),
    onSuccess: (answer) => queries.setQueryData(getGuideQueryKey(), answer),
    onError: (error) => toastFailure(t`The guide was not changed`, error),
  });
  if (!guide || guide.dismissed) return null;
  const say = (body: Change) => change.mutate({ body });
  const done = guide.steps.filter((step) => step.done).length;
  const all = guide.steps.length;
  const settled = guide.steps.filter((step) => step.settled).map(({ step }) => step);
  return (
    <section className={classes.card} aria-labelledby="guide">
      <div className={classes.head}>
        <h2 id="guide">
          {done === all ? (
            <Trans>All set</Trans>
          ) : (
            <Trans>
              Get started: {done} of {all} done
            </Trans>
          )}
        </h2>
        <Button
          size="compact-xs"
          variant="subtle"
          loading={change.isPending && change.variables.body.dismissed === true}
          onClick={() => say({ dismissed: true })}
        >
          <Trans>Put this guide away</Trans>
        </Button>
      </div>
      <ul className={classes.steps}>
        {guide.steps.map((step) => (
          <Step
            key={step.step}
            step={step}
            busy={change.isPending}
            onSettle={() => say({ settled: [...settled, step.step] })}
          />
        ))}
      </ul>
    </section>
  );
}
