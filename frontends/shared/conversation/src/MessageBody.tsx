import { apiUrl } from '@deskbell/api';
import { useLingui } from '@lingui/react/macro';
import { useEffect, useMemo, useRef } from 'react';
import classes from './MessageBody.module.css';

/**
 * The one place that puts foreign HTML on the screen. The API sanitizes it by an allow-list when it is written,
 * and the page's policy runs no inline script or style whatever it says. Links open beside the panel, pictures
 * in a viewer.
 */
function prepare(html: string, enlarge: string): string {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  for (const link of body.querySelectorAll('a[href]')) {
    link.setAttribute('target', '_blank');
    link.setAttribute('rel', 'noopener noreferrer');
  }
  for (const picture of body.querySelectorAll('img[src^="/"]')) {
    picture.setAttribute('src', apiUrl(picture.getAttribute('src') ?? ''));
    picture.setAttribute('loading', 'lazy');
    if (picture.closest('a')) continue;
    picture.setAttribute('role', 'button');
    picture.setAttribute('tabindex', '0');
    picture.setAttribute('aria-label', [enlarge, picture.getAttribute('alt')].filter(Boolean).join(': '));
  }
  return body.innerHTML;
}

type Props = { html: string; onPicture: (address: string) => void };

/** What somebody wrote, as they formatted it. */
export function MessageBody({ html, onPicture }: Props) {
  const { t } = useLingui();
  const box = useRef<HTMLDivElement>(null);
  const prepared = useMemo(() => ({ __html: prepare(html, t`Enlarge`) }), [html, t]);
  const show = useRef(onPicture);
  show.current = onPicture;
  useEffect(() => {
    const listen = (event: MouseEvent | KeyboardEvent) => {
      if (event instanceof KeyboardEvent && event.key !== 'Enter' && event.key !== ' ') return;
      const picture = (event.target as HTMLElement).closest('img[role="button"]');
      if (!picture) return;
      event.preventDefault();
      event.stopPropagation();
      show.current(picture.getAttribute('src') ?? '');
    };
    const { current } = box;
    current?.addEventListener('click', listen);
    current?.addEventListener('keydown', listen);
    return () => {
      current?.removeEventListener('click', listen);
      current?.removeEventListener('keydown', listen);
    };
  }, []);
  // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitized by the API, see above
  return <div ref={box} dir="auto" className={classes.body} dangerouslySetInnerHTML={prepared} />;
}
