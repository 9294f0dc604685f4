export { Group } from './Group';
export { GroupDialog } from './GroupDialog';
export { GroupList } from './GroupList';
export { groupName } from './groupName';
