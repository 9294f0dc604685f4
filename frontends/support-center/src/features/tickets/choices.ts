import type { TicketChoices } from '@deskbell/api';

/** What the form sends when nothing was chosen: the helpdesk's usual. */
export const NOTHING_CHOSEN: TicketChoices = {};
export const CHOICE_FIELDS = ['/choices/department_id', '/choices/type_id', '/choices/priority_id'];
