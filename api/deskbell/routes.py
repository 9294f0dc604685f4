"""Every router, in the order of the document."""

from deskbell.access.endpoints import router as access
from deskbell.api_keys.endpoints import router as api_keys
from deskbell.audit.endpoints import router as audit
from deskbell.channels.email.account_mails.endpoints import router as account_mails
from deskbell.channels.email.bans.endpoints import router as mail_bans
from deskbell.channels.email.inbound.endpoints import router as inbound_mails
from deskbell.channels.email.mailboxes.endpoints import router as mailboxes
from deskbell.channels.email.outbox.demo.endpoints import router as demo_inbox
from deskbell.channels.email.outbox.endpoints import router as outbox
from deskbell.channels.email.parser_rules.endpoints import router as mail_rules
from deskbell.channels.email.polling.endpoints import router as polls
from deskbell.channels.email.registrations.endpoints import router as registrations
from deskbell.channels.email.sign_ins.endpoints import router as mail_sign_ins
from deskbell.channels.email.wizard.endpoints import router as mail_wizard
from deskbell.content.knowledge.category_endpoints import router as knowledge_categories
from deskbell.content.knowledge.endpoints import router as knowledge
from deskbell.departments.endpoints import router as departments
from deskbell.files.endpoints import router as files
from deskbell.files.logo.endpoints import router as logo
from deskbell.guide.endpoints import router as guide
from deskbell.notifications.endpoints import router as notifications
from deskbell.oauth.endpoints import router as oauth
from deskbell.organizations.endpoints import router as organizations
from deskbell.organizations.importing.endpoints import router as organization_imports
from deskbell.organizations.invitations.endpoints import router as organization_invitations
from deskbell.organizations.members.endpoints import router as organization_members
from deskbell.permissions.endpoints import router as permissions
from deskbell.permissions.groups.endpoints import router as agent_groups
from deskbell.reports.endpoints import router as reports
from deskbell.search.endpoints import router as search
from deskbell.search.people.endpoints import router as people_found
from deskbell.sessions.endpoints import router as sessions
from deskbell.sessions.everyone.endpoints import router as active_sessions
from deskbell.sessions.second_factor.endpoints import router as second_factors
from deskbell.sessions.visits.endpoints import router as visits
from deskbell.settings.endpoints import router as settings
from deskbell.system.endpoints import router as system
from deskbell.teams.endpoints import router as teams
from deskbell.tickets.choices.endpoints import router as ticket_choices
from deskbell.tickets.copy_endpoints import router as ticket_copies
from deskbell.tickets.endpoints import router as tickets
from deskbell.tickets.file_endpoints import router as ticket_files
from deskbell.tickets.held_endpoints import router as held_replies
from deskbell.tickets.link_endpoints import router as ticket_links
from deskbell.tickets.message_endpoints import router as messages
from deskbell.tickets.organization_endpoints import router as ticket_organizations
from deskbell.tickets.people.endpoints import router as people
from deskbell.tickets.settings_endpoints import router as ticket_settings
from deskbell.tickets.state_endpoints import router as ticket_state
from deskbell.tickets.submission_endpoints import router as submissions
from deskbell.tickets.vocabulary_endpoints import router as vocabulary
from deskbell.user_groups.endpoints import router as user_groups
from deskbell.user_groups.members.endpoints import router as group_members
from deskbell.users.contacts.endpoints import router as contacts
from deskbell.users.endpoints import router as users
from deskbell.webhooks.endpoints import router as webhooks

ROUTERS = (
    sessions,
    active_sessions,
    second_factors,
    visits,
    account_mails,
    registrations,
    contacts,
    people,
    users,
    people_found,
    user_groups,
    group_members,
    api_keys,
    oauth,
    tickets,
    messages,
    submissions,
    ticket_state,
    ticket_organizations,
    ticket_copies,
    held_replies,
    ticket_links,
    ticket_files,
    files,
    search,
    knowledge_categories,
    knowledge,
    notifications,
    reports,
    settings,
    logo,
    guide,
    ticket_settings,
    vocabulary,
    ticket_choices,
    organizations,
    organization_members,
    organization_invitations,
    organization_imports,
    departments,
    teams,
    permissions,
    agent_groups,
    mailboxes,
    mail_wizard,
    mail_sign_ins,
    polls,
    inbound_mails,
    mail_rules,
    mail_bans,
    outbox,
    webhooks,
    demo_inbox,
    system,
    audit,
    access,
)
