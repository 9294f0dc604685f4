import { home } from '../vite.app.ts';

export default home('admin');
