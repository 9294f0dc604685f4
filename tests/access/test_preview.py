"""Preview: what it says is what the product says after the change, in random worlds.

`DESKBELL_WORLDS=2000` looks at as many as the issue wants (`make test-why`); the suite looks at a few.
"""

import os
import random
from collections import defaultdict
from types import SimpleNamespace

from pydantic import TypeAdapter
from sqlalchemy import func, select, update
from tests.access.worlds import SHARING, Dealer, make_stage
from tests.factories.desk import make_desk
from tests.factories.users import acting_as, make_admin, make_agent

from deskbell.access.changes import RightsChange
from deskbell.access.previewing import preview
from deskbell.access.trying import undone
from deskbell.content.knowledge.models import Article
from deskbell.content.knowledge.queries import may as may_read
from deskbell.core.auth import GUEST, Act, Level
from deskbell.events.models import StoredEvent
from deskbell.permissions.models import AgentGroup
from deskbell.permissions.queries import system_actor_of
from deskbell.permissions.registry import ALWAYS_VIEWED, CUSTOMER_PERMISSIONS
from deskbell.tickets.models import Ticket
from deskbell.tickets.queries import visible_to
from deskbell.user_groups.queries import system_accounts_holding

WORLDS = int(os.environ.get("DESKBELL_WORLDS", "1"))
CHANGE = TypeAdapter(RightsChange)
ACTS = (Act.view, Act.reply, Act.assign, Act.delete)
SOME = [
    f"tickets.{act}.{scope}"
    for act in ("view", "reply", "assign", "delete")
    for scope in ("mine", "unassigned", "others")
    if not (act == "view" and scope in ALWAYS_VIEWED)
]
PREVIEW = "/v1/access/preview"


class Chance:
    """Draws changes."""

    def __init__(self, dice, stage):
        self.dice, self.stage = dice, stage

    def some(self, things, share=0.5):
        return [each for each in things if self.dice.random() < share]

    def named(self):
        held = self.some(SOME)
        return [each for each in held if all(need in held for need in needs(each))]

    def opened(self):
        return [
            {"department_id": each.id, "access": self.dice.choice(["full", "assign"])}
            for each in self.some(self.stage.departments)
        ]

    def change(self):
        dice, stage = self.dice, self.stage
        agent, customer = dice.choice(stage.staff).id, dice.choice(stage.customers).id
        group, readers = dice.choice(stage.agent_groups).id, dice.choice(stage.user_groups)
        organization = dice.choice(stage.organizations).id
        kept = self.some([each.id for each in stage.staff])
        audience = dice.choice(["agents", "parent", "groups"])
        groups = (self.some(stage.user_groups) or [readers]) if audience == "groups" else []
        drawn = dice.choice(
            [
                {"kind": "agent_group_permissions", "agent_group_id": group, "permissions": self.named()},
                {"kind": "agent_group_departments", "agent_group_id": group, "departments": self.opened()},
                {"kind": "agent_group_members", "agent_group_id": group, "add": kept},
                {"kind": "agent_group_members", "agent_group_id": group, "remove": kept},
                {"kind": "user_permissions", "user_id": agent, "permissions": self.named()},
                {"kind": "user_departments", "user_id": agent, "departments": self.opened()},
                {"kind": "user_agent_groups", "user_id": agent, "agent_group_ids": [group]},
                {
                    "kind": "user_group_permissions",
                    "user_group_id": dice.choice([readers, *stage.built_in]),
                    "permissions": self.some(list(CUSTOMER_PERMISSIONS), 0.7),
                },
                {"kind": "user_group_members", "user_group_id": readers, "add": [customer, agent]},
                {"kind": "user_group_members", "user_group_id": readers, "remove": [customer, agent]},
                {
                    "kind": "organization_sharing",
                    "organization_id": organization,
                    **{right: dice.choice(SHARING) for right in ("see", "reply", "close")},
                },
                {
                    "kind": "organization_member",
                    "organization_id": organization,
                    "user_id": customer,
                    "role": dice.choice(["member", "manager"]),
                    "named": dice.random() < 0.5,
                },
                {
                    "kind": "category_audience",
                    "category_id": dice.choice(stage.categories).id,
                    "audience": audience,
                    "group_ids": groups,
                },
                {
                    "kind": "article_audience",
                    "article_id": stage.articles[0].id,
                    "audience": audience,
                    "group_ids": groups,
                },
            ]
        )
        return CHANGE.validate_python(drawn)


def needs(name):
    _, act, scope = name.split(".")
    return [] if act == "view" or scope in ALWAYS_VIEWED else [f"tickets.view.{scope}"]


async def rights(session, stage, kind):
    """Everybody's rights, each asked of the product by itself: {(kind, name): {person: things}}."""
    found = defaultdict(dict)
    people = [*stage.staff, *stage.customers, stage.admin]
    for person in people:
        actor = await system_actor_of(session, person.id, Level.user)
        if actor.level is Level.guest:
            continue
        if kind.startswith("organization"):
            for act in (Act.view, Act.reply, Act.solve):
                rows = await session.scalars(visible_to(actor, act).with_only_columns(Ticket.id))
                found["tickets", str(act)][person.id] = set(rows)
            continue
        await customer(session, found, actor, person.id)
        agent = await system_actor_of(session, person.id, Level.agent)
        for name in agent.permissions if agent.level is Level.agent else ():
            found["permission", name][person.id] = {name}
        for act in ACTS if agent.level is Level.agent else ():
            rows = await session.scalars(visible_to(agent, act).with_only_columns(Ticket.id))
            found["tickets", str(act)][person.id] = set(rows)
    if not kind.startswith("organization"):
        await customer(session, found, GUEST, None)
    return found


async def customer(session, found, actor, number):
    held = await system_accounts_holding(session, [number or 0], tuple(CUSTOMER_PERMISSIONS))
    for name in held[number or 0]:
        found["permission", name][number] = {name}
    articles = await session.scalars(select(Article.id).where(may_read(actor)))
    found["articles", "view"][number] = set(articles)


def differences(before, after):
    """(kind, name, side) -> {person: how many things}, of those who gain and lose any."""
    found = defaultdict(dict)
    for key in before.keys() | after.keys():
        for person in before[key].keys() | after[key].keys():
            was, now = before[key].get(person, set()), after[key].get(person, set())
            for side, things in (("gained", now - was), ("lost", was - now)):
                if things:
                    found[(*key, side)][person] = len(things)
    return found


async def test_the_preview_is_the_state_after(session):
    stage, dice = await make_stage(session), random.Random(int(os.environ.get("DESKBELL_SEED", "9")))
    stage.admin = SimpleNamespace(id=(await make_admin(session)).id, level=Level.admin)
    admin = acting_as(stage.admin)
    dealer, compared = Dealer(session, stage, dice), 0
    acts = {("tickets", str(each)) for each in (*ACTS, Act.solve)}
    for _ in range(WORLDS):
        await dealer.deal()
        await session.execute(update(AgentGroup).values(expires_at=None))
        for _ in range(4):
            change = Chance(dice, stage).change()
            said = await preview(session, admin, change)
            before = await rights(session, stage, change.kind)
            async with undone(session):
                await change.make(session, admin)
                await session.flush()
                after = await rights(session, stage, change.kind)
            wanted = differences(before, after)
            shown = {}
            for effect in said.effects:
                if effect.kind != "tickets" or (effect.kind, effect.name) in acts:
                    shown[effect.kind, effect.name, "gained"] = effect.gained
                    shown[effect.kind, effect.name, "lost"] = effect.lost
            for key in wanted.keys() | shown.keys():
                people, side = wanted.get(key, {}), shown.get(key)
                assert side is not None, (change, key, people)
                assert side.guests == (None in people), (change, key, people, side)
                assert side.people == len(people.keys() - {None}), (change, key, people, side)
                for each in side.examples:
                    assert each.things in {None, people[each.person.id]}, (change, key, people, side)
                compared += len(people)
    assert compared > WORLDS


async def ask(client, change):
    return await client.post(PREVIEW, json={"change": change})


async def test_a_preview_leaves_nothing_and_refuses_as_the_change_does(session, client_as):
    desk = await make_desk(session)
    trainee = await make_agent(session, permissions=[])
    await session.commit()
    client = await client_as(desk.admin)
    before = await session.scalar(select(func.count()).select_from(StoredEvent))
    body = {
        "kind": "user_departments",
        "user_id": trainee.id,
        "departments": [{"department_id": desk.support.id}],
    }
    assert (await ask(client, body)).json() == {"effects": [], "complete": True}
    body = {
        "kind": "user_permissions",
        "user_id": desk.agent.id,
        "permissions": ["tickets.reply.others"],
    }
    assert (await ask(client, body)).json()["effects"] == []  # *All permissions* has it
    refused = await ask(client, body | {"permissions": ["tickets.fly.mine"]})
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_permission")
    assert (await ask(client, body | {"user_id": 987654})).status_code == 404
    assert (await ask(client, body | {"kind": "unknown"})).status_code == 422
    assert (await ask(await client_as(desk.agent), body)).status_code == 403
    sight = {"kind": "agent_group_members", "agent_group_id": 1, "add": [trainee.id]}
    effects = (await ask(client, sight)).json()["effects"]
    assert {"tickets.create", "people.view"} <= {each["name"] for each in effects}
    assert await session.scalar(select(func.count()).select_from(StoredEvent)) == before
