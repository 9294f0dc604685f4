import './mantine.css';
import '@deskbell/ui/theme.css';
import { startHome } from '@deskbell/session';
import { catalogs } from './catalogs';
import { router } from './router';

void startHome({ home: 'user', catalogs, router });
