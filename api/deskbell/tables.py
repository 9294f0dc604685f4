"""Every table of ours: importing this fills `Model.metadata`."""

from deskbell.api_keys import models as api_keys
from deskbell.channels.email.bans import models as bans
from deskbell.channels.email.inbound import models as inbound
from deskbell.channels.email.mailboxes import models as mailboxes
from deskbell.channels.email.outbox import models as outbox
from deskbell.channels.email.parser_rules import models as parser_rules
from deskbell.channels.email.sign_ins import models as sign_ins
from deskbell.channels.email.wizard import models as wizard
from deskbell.content.knowledge import models as knowledge
from deskbell.core import idempotency, rate_limits
from deskbell.core.models import Model
from deskbell.departments import models as departments
from deskbell.events import models as events
from deskbell.files import models as files
from deskbell.notifications import models as notifications
from deskbell.oauth import models as oauth
from deskbell.organizations import models as organizations
from deskbell.permissions import models as permissions
from deskbell.sessions import models as sessions
from deskbell.sessions.second_factor import models as second_factors
from deskbell.settings import models as settings
from deskbell.teams import models as teams
from deskbell.tickets import models as tickets
from deskbell.tickets.choices import models as choices
from deskbell.tickets.figures import models as figures
from deskbell.tickets.messages import models as messages
from deskbell.tickets.people import models as people
from deskbell.tickets.submissions import models as submissions
from deskbell.user_groups import models as user_groups
from deskbell.users import models as users
from deskbell.users.contacts import models as contacts
from deskbell.webhooks import models as webhooks

ROOMS = (
    api_keys,
    bans,
    choices,
    contacts,
    departments,
    events,
    figures,
    files,
    idempotency,
    inbound,
    knowledge,
    mailboxes,
    messages,
    notifications,
    oauth,
    organizations,
    outbox,
    permissions,
    parser_rules,
    people,
    rate_limits,
    second_factors,
    sessions,
    settings,
    sign_ins,
    submissions,
    teams,
    tickets,
    user_groups,
    users,
    webhooks,
    wizard,
)
metadata = Model.metadata
