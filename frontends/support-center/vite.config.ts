import path from 'node:path';
import { home } from '../vite.app.ts';

/** What pages that the server begins are made of. */
const SHEETS = ['src/first.css', 'src/knowledge.css', '../shared/ui/src/article.css'];

export default home(
  'support-center',
  SHEETS.map((file) => path.join(import.meta.dirname, file)),
);
