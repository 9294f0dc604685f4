"""Parser rules and bans for tests."""

from itertools import count

from tests.factories.mailboxes import OPERATOR

from deskbell.channels.email.bans.actions.create import create_ban
from deskbell.channels.email.bans.schemas import MailBanCreate
from deskbell.channels.email.parser_rules.actions.create import create_rule
from deskbell.channels.email.parser_rules.schemas import MailRuleCreate

NUMBERS = count(1)


async def make_rule(session, *conditions, **members):
    """A rule, the last of all; about mail of programs where no conditions are given."""
    body = {"name": f"Rule {next(NUMBERS)}", "conditions": list(conditions) or [{"field": "automatic"}]}
    return await create_rule(session, OPERATOR, MailRuleCreate(**body, **members))


async def make_ban(session, kind="domain", value=None, **members):
    """A ban, of a domain of its own where none is given."""
    body = MailBanCreate(kind=kind, value=value or f"spam{next(NUMBERS)}.example", **members)
    return await create_ban(session, OPERATOR, body)
