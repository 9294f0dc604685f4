import '@fontsource-variable/inter/wght.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@deskbell/ui/theme.css';
import { startHome } from '@deskbell/session';
import { catalogs } from './catalogs';
import { router } from './router';

void startHome({ home: 'admin', catalogs, router });
