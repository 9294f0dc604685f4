import type { ArticleRead, ArticleSummaryPage, CategoryRead, CategoryReadPage, HelpdeskRead } from './gen';

/** What the server wrote into the page, so that nothing of it has to be asked for: as guests see it. */
interface PageState {
  helpdesk?: HelpdeskRead;
  categories?: CategoryReadPage;
  category?: CategoryRead;
  /** Of that category. */
  articles?: ArticleSummaryPage;
  article?: ArticleRead;
}

function read(): PageState {
  try {
    return JSON.parse(document.getElementById('state')?.textContent || '{}');
  } catch {
    return {};
  }
}

export const pageState = read();
