export { AuditFilters } from './AuditFilters';
export { AuditList } from './AuditList';
