export { DepartmentDialog } from './DepartmentDialog';
export { DepartmentList } from './DepartmentList';
