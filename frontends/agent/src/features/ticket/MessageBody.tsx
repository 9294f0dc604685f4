import { apiUrl } from '@deskbell/api';
import { useMemo } from 'react';
import classes from './MessageBody.module.css';

/**
 * The one place that puts foreign HTML on the screen. The API sanitizes it by an allow-list when it is written,
 * and the page's policy runs no inline script or style whatever it says. Links open beside the panel.
 */
function prepare(html: string): string {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  for (const link of body.querySelectorAll('a[href]')) {
    link.setAttribute('target', '_blank');
    link.setAttribute('rel', 'noopener noreferrer');
  }
  for (const picture of body.querySelectorAll('img[src^="/"]')) {
    picture.setAttribute('src', apiUrl(picture.getAttribute('src') ?? ''));
    picture.setAttribute('loading', 'lazy');
  }
  return body.innerHTML;
}

/** What somebody wrote, as they formatted it. */
export function MessageBody({ html }: { html: string }) {
  const prepared = useMemo(() => ({ __html: prepare(html) }), [html]);
  // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitized by the API, see above
  return <div className={classes.body} dangerouslySetInnerHTML={prepared} />;
}
