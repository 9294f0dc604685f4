export { TeamDialog } from './TeamDialog';
export { TeamList } from './TeamList';
