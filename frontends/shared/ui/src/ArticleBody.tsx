/**
 * What an article says. The API sanitizes it by an allow-list when it is written, and the page's policy runs no
 * inline script or style whatever it says. Its looks stand in `article.css`, as the server writes it, too.
 */
export function ArticleBody({ html }: { html: string }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitized by the API, see above
  return <div className="article-body" dir="auto" dangerouslySetInnerHTML={{ __html: html }} />;
}
