export { AuditFilters } from './AuditFilters';
export { AuditList } from './AuditList';
export { readAuditSearch } from './auditSearch';
