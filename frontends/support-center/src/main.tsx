import '@fontsource-variable/inter/wght.css';
import './mantine.css';
import '@deskbell/ui/theme.css';
import '@deskbell/ui/article.css';
import './first.css';
import './knowledge.css';
import { startHome } from '@deskbell/session';
import { catalogs } from './catalogs';
import { router } from './router';

void startHome({ home: 'user', catalogs, router });
