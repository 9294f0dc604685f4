"""Two axes that never meet: groups open content, organizations open tickets (domain.md section 3)."""

import random
from types import SimpleNamespace

import pytest
from sqlalchemy import delete, update
from tests.factories.departments import make_department
from tests.factories.knowledge import make_article, make_category, make_readers
from tests.factories.organizations import join, make_organization
from tests.factories.tickets import make_ticket
from tests.factories.users import make_user

from deskbell.organizations.models import OrganizationMember
from deskbell.user_groups.models import UserGroupMember

COMPANIES, EACH, OTHERS = 5, 4, 10
MOVES = 6


@pytest.fixture
async def story(session, app, client_as):
    """20 people of five organizations read A, ten others read B; the last organization is split over both."""
    support = await make_department(session, is_default=True)
    people = [await make_user(session) for _ in range(COMPANIES * EACH + OTHERS)]
    of = {place: place // EACH for place in range(COMPANIES * EACH)}
    of |= dict.fromkeys(range(COMPANIES * EACH, COMPANIES * EACH + EACH), COMPANIES - 1)
    rows = [await make_organization(session) for _ in range(COMPANIES)]
    for place, company in of.items():
        role = "manager" if place % EACH == 0 and place < COMPANIES * EACH else "member"
        await join(session, rows[company], people[place], role=role)
    readers = [people[: COMPANIES * EACH], people[COMPANIES * EACH :]]
    groups = [await make_readers(session, *each) for each in readers]
    for name, group in zip("AB", groups, strict=True):
        category = await make_category(session, name=name, groups=[group])
        for _ in range(2):
            await make_article(session, category, title=f"Article of {name}")
    tickets = [(await make_ticket(session, each, support)).id for each in people]
    app.state.dimensions.drop()
    clients = [await client_as(each) for each in people]
    return SimpleNamespace(
        session=session, people=people, of=of, rows=rows, groups=groups, tickets=tickets, clients=clients
    )


async def seen(client, path):
    """The numbers in a list."""
    return {each["id"] for each in (await client.get(path, params={"limit": 100})).json()["items"]}


async def tickets_of(story):
    return [await seen(client, "/v1/tickets") for client in story.clients]


async def articles_of(story):
    return [await seen(client, "/v1/knowledge/articles") for client in story.clients]


async def to_group(story, place, group):
    member = UserGroupMember
    await story.session.execute(delete(member).where(member.user_id == story.people[place].id))
    story.session.add(member(group_id=group, user_id=story.people[place].id))
    await story.session.flush()


async def to_organization(story, place, company):
    """The person and their ticket."""
    from deskbell.tickets.models import Ticket

    member = OrganizationMember
    await story.session.execute(delete(member).where(member.user_id == story.people[place].id))
    await join(story.session, story.rows[company], story.people[place])
    row = update(Ticket).where(Ticket.id == story.tickets[place])
    await story.session.execute(row.values(organization_id=story.rows[company].id))
    story.of[place] = company


def expected_tickets(story):
    """Managers see what their organization asked, and everybody their own."""
    managers = set(range(0, COMPANIES * EACH, EACH))
    return [
        {
            number
            for other, number in enumerate(story.tickets)
            if other == place or (place in managers and story.of.get(other) == story.of[place])
        }
        for place in range(len(story.people))
    ]


async def test_groups_decide_about_content_and_organizations_about_tickets(story):
    tickets, articles = await tickets_of(story), await articles_of(story)
    assert tickets == expected_tickets(story)
    assert len(tickets[(COMPANIES - 1) * EACH]) == 2 * EACH  # the split one's manager sees both halves
    reads_a, reads_b = articles[0], articles[-1]
    assert len(reads_a) == len(reads_b) == 2
    assert not reads_a & reads_b
    assert articles == [reads_a] * COMPANIES * EACH + [reads_b] * OTHERS
    for place, client in ((0, story.clients[0]), (-1, story.clients[-1])):  # hidden is absent
        got = {
            number: (await client.get(f"/v1/knowledge/articles/{number}")).status_code
            for number in reads_a | reads_b
        }
        assert {number for number, status in got.items() if status == 200} == articles[place]
        assert set(got.values()) == {200, 404}
        found = await client.get("/v1/knowledge/search", params={"q": "article"})
        assert {each["id"] for each in found.json()["items"]} == articles[place]


async def test_a_move_along_one_axis_changes_nothing_on_the_other(story):
    dice = random.Random(3)
    tickets, articles = await tickets_of(story), await articles_of(story)
    a_reads, b_reads = articles[0], articles[-1]
    plain = [place for place in range(len(story.people)) if place % EACH or place >= COMPANIES * EACH]
    reading = {place: articles[place] for place in range(len(story.people))}
    for place in dice.sample(plain, MOVES):  # between groups
        new = reading[place] == a_reads
        await to_group(story, place, story.groups[new])
        reading[place] = b_reads if new else a_reads
    assert await tickets_of(story) == tickets
    articles = await articles_of(story)
    assert articles == [reading[place] for place in range(len(story.people))]
    for place in dice.sample(plain, MOVES):  # between organizations
        await to_organization(story, place, dice.randrange(COMPANIES))
    assert await articles_of(story) == articles
    moved = await tickets_of(story)
    assert moved == expected_tickets(story)
    assert moved != tickets
