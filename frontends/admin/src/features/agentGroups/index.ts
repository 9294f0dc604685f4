export { AgentGroup } from './AgentGroup';
export { AgentGroupDialog } from './AgentGroupDialog';
export { AgentGroupList } from './AgentGroupList';
