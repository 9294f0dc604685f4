export { BrokenPage } from '@deskbell/ui';
