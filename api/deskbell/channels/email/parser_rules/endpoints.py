"""Parser rules over the API."""

from typing import Annotated

from fastapi import APIRouter

from deskbell.channels.email.inbound.queries import one_inbound, raw_inbound
from deskbell.channels.email.parser_rules import queries
from deskbell.channels.email.parser_rules.actions.change import change_rule
from deskbell.channels.email.parser_rules.actions.create import create_rule
from deskbell.channels.email.parser_rules.actions.delete import delete_rule
from deskbell.channels.email.parser_rules.actions.reorder import reorder
from deskbell.channels.email.parser_rules.problems import (
    ConditionTooEarly,
    RulesDiffer,
    TooManyRules,
    UnknownChoice,
)
from deskbell.channels.email.parser_rules.schemas import (
    MailRuleCreate,
    MailRuleOrder,
    MailRuleRead,
    MailRuleTrial,
    MailRuleTry,
    MailRuleUpdate,
)
from deskbell.channels.email.parser_rules.trial import draft, hold_against
from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader, Session
from deskbell.core.fields import PathId
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import Page, whole
from deskbell.core.preconditions import SeenVersion
from deskbell.core.problems import NotFound, StaleVersion, problems

router = APIRouter(prefix="/v1/mail-rules", route_class=IdempotentRoute, tags=["mail"])

CanView = Annotated[Actor, requires(Act.settings_view, scope="admin")]
CanChange = Annotated[Actor, requires(Act.settings_change, scope="admin")]


@router.get("")
async def list_mail_rules(actor: CanView, reader: Reader) -> Page[MailRuleRead]:
    """Every parser rule, in the order in which they look at a mail."""
    return whole(await queries.all_rules(reader, actor))


@router.get("/{rule_id}", responses=problems(NotFound))
async def get_mail_rule(rule_id: PathId, actor: CanView, reader: Reader) -> MailRuleRead:
    """One parser rule."""
    return await queries.one_rule(reader, actor, rule_id)


@router.post("", status_code=201, responses=problems(TooManyRules, UnknownChoice, ConditionTooEarly))
async def create_mail_rule(body: MailRuleCreate, actor: CanChange, session: Session) -> MailRuleRead:
    """Make a parser rule, the last of all. It counts for every mail that is read from then on."""
    return queries.read(await create_rule(session, actor, body))


@router.put("/order", status_code=204, responses=problems(RulesDiffer))
async def set_mail_rule_order(body: MailRuleOrder, actor: CanChange, session: Session) -> None:
    """Put all parser rules into another order."""
    await reorder(session, actor, body.rule_ids)


@router.patch("/{rule_id}", responses=problems(NotFound, StaleVersion, UnknownChoice, ConditionTooEarly))
async def update_mail_rule(
    rule_id: PathId, body: MailRuleUpdate, actor: CanChange, session: Session, seen: SeenVersion
) -> MailRuleRead:
    """Change a parser rule, or switch it on or off; what is left out stays."""
    return queries.read(await change_rule(session, actor, rule_id, body, seen))


@router.delete("/{rule_id}", status_code=204, responses=problems(NotFound, StaleVersion))
async def delete_mail_rule(rule_id: PathId, actor: CanChange, session: Session, seen: SeenVersion) -> None:
    """Delete a parser rule; what it made of mails stays."""
    await delete_rule(session, actor, rule_id, seen)


@router.post("/trials", responses=problems(NotFound))
async def create_mail_rule_trial(body: MailRuleTry, actor: CanView, reader: Reader) -> MailRuleTrial:
    """Hold a rule, or all that are enabled, against a mail that was received. Nothing is done to it."""
    mail = await one_inbound(reader, actor, body.inbound_mail_id)
    raw = await raw_inbound(reader, actor, body.inbound_mail_id)
    rules = await queries.enabled_rules(reader, actor) if body.rule is None else [draft(body.rule)]
    return await hold_against(rules, mail, raw)
