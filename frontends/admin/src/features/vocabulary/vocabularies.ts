import {
  addLabel,
  createPriority,
  createStatus,
  createTicketType,
  deletePriority,
  deleteStatus,
  deleteTicketType,
  getPriorityAudience,
  getPriorityAudienceQueryKey,
  getTicketTypeAudience,
  getTicketTypeAudienceQueryKey,
  listLabels,
  listLabelsQueryKey,
  listPriorities,
  listPrioritiesQueryKey,
  listStatuses,
  listStatusesQueryKey,
  listTicketTypes,
  listTicketTypesQueryKey,
  removeLabel,
  type StatusRead,
  setPriorityAudience,
  setPriorityOrder,
  setStatusOrder,
  setTicketTypeAudience,
  setTicketTypeOrder,
  updateLabel,
  updatePriority,
  updateStatus,
  updateTicketType,
} from '@deskbell/api';
import { msg } from '@lingui/core/macro';
import type { Vocabulary } from './words';

const query = (moveTo: number | null) => (moveTo === null ? {} : { move_to: moveTo });

export const statuses: Vocabulary = {
  label: msg`Statuses`,
  make: msg`New status`,
  change: msg`Change the status`,
  hasDefault: true,
  hasColor: true,
  hasKind: true,
  queryKey: listStatusesQueryKey,
  list: async () => (await listStatuses({ throwOnError: true })).data.items,
  create: ({ name, color, publicName, kind }) =>
    createStatus({
      throwOnError: true,
      body: { name, color, public_name: publicName || null, kind: kind as StatusRead['kind'] },
    }),
  update: ({ id }, { name, color, publicName }) =>
    updateStatus({
      throwOnError: true,
      path: { status_id: id },
      body: { name, color, public_name: publicName || name },
    }),
  makeDefault: ({ id }) =>
    updateStatus({ throwOnError: true, path: { status_id: id }, body: { is_default: true } }),
  remove: ({ id }, moveTo) =>
    deleteStatus({ throwOnError: true, path: { status_id: id }, query: query(moveTo) }),
  order: (ids) => setStatusOrder({ throwOnError: true, body: { ids } }),
};

export const priorities: Vocabulary = {
  label: msg`Priorities`,
  make: msg`New priority`,
  change: msg`Change the priority`,
  hasDefault: true,
  hasColor: true,
  hasKind: false,
  queryKey: listPrioritiesQueryKey,
  list: async () => (await listPriorities({ throwOnError: true })).data.items,
  create: ({ name, color }) => createPriority({ throwOnError: true, body: { name, color } }),
  update: ({ id }, { name, color }) =>
    updatePriority({ throwOnError: true, path: { priority_id: id }, body: { name, color } }),
  makeDefault: ({ id }) =>
    updatePriority({ throwOnError: true, path: { priority_id: id }, body: { is_default: true } }),
  remove: ({ id }, moveTo) =>
    deletePriority({ throwOnError: true, path: { priority_id: id }, query: query(moveTo) }),
  order: (ids) => setPriorityOrder({ throwOnError: true, body: { ids } }),
  audience: ({ id, name }) => {
    const path = { priority_id: id };
    return {
      name,
      key: getPriorityAudienceQueryKey({ path }),
      load: async () => (await getPriorityAudience({ throwOnError: true, path })).data,
      save: async (ids, version) =>
        (
          await setPriorityAudience({
            throwOnError: true,
            path,
            body: { group_ids: ids },
            headers: { 'If-Match': `"${version}"` },
          })
        ).data,
    };
  },
};

export const ticketTypes: Vocabulary = {
  label: msg`Ticket types`,
  make: msg`New ticket type`,
  change: msg`Rename the ticket type`,
  hasDefault: false,
  hasColor: false,
  hasKind: false,
  queryKey: listTicketTypesQueryKey,
  list: async () => (await listTicketTypes({ throwOnError: true })).data.items,
  create: ({ name }) => createTicketType({ throwOnError: true, body: { name } }),
  update: ({ id }, { name }) =>
    updateTicketType({ throwOnError: true, path: { ticket_type_id: id }, body: { name } }),
  remove: ({ id }, moveTo) =>
    deleteTicketType({ throwOnError: true, path: { ticket_type_id: id }, query: query(moveTo) }),
  order: (ids) => setTicketTypeOrder({ throwOnError: true, body: { ids } }),
  audience: ({ id, name }) => {
    const path = { ticket_type_id: id };
    return {
      name,
      key: getTicketTypeAudienceQueryKey({ path }),
      load: async () => (await getTicketTypeAudience({ throwOnError: true, path })).data,
      save: async (ids, version) =>
        (
          await setTicketTypeAudience({
            throwOnError: true,
            path,
            body: { group_ids: ids },
            headers: { 'If-Match': `"${version}"` },
          })
        ).data,
    };
  },
};

export const labels: Vocabulary = {
  label: msg`Labels`,
  make: msg`New label`,
  change: msg`Change the label`,
  hasDefault: false,
  hasColor: true,
  hasKind: false,
  queryKey: listLabelsQueryKey,
  list: async () => (await listLabels({ throwOnError: true })).data.items,
  create: ({ name, color }) => addLabel({ throwOnError: true, body: { name, color } }),
  update: ({ id }, { name, color }) =>
    updateLabel({ throwOnError: true, path: { label_id: id }, body: { name, color } }),
  remove: ({ id }) => removeLabel({ throwOnError: true, path: { label_id: id } }),
};
