export { Invitations } from './Invitations';
export { InviteDialog } from './InviteDialog';
export { PeopleFilters } from './PeopleFilters';
export { PeopleList } from './PeopleList';
export { PersonDetails, PersonLead } from './PersonDetails';
export { PersonSection } from './PersonSection';
