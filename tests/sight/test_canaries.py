"""A word in every thing: nobody is given it who may not have it, and whoever may finds it (T05, T06, T60).

Everything that can be read is asked, by its list and by the numbers of all things; mails are read as well.
"""

import re
from email import message_from_bytes
from email.policy import default

import pytest
from tests.api.asking import operations
from tests.factories.outgoing import fix_all, mails_of, make_desk_of, raw_of, recipients_of, text_in
from tests.sight.helpdesk import WORD, canary
from tests.sight.test_matrix_of_sight import seen_by

from deskbell.channels.email.outbox.models import MailKind
from deskbell.core.jobs import drain
from deskbell.events.dispatcher import dispatch_once
from deskbell.subscribers import SUBSCRIBERS

pytestmark = pytest.mark.xdist_group("canaries")  # one worker: what they share is made once
WHO = [
    "guest",
    "link",
    "stranger",
    "manager",
    "follower",
    "both",
    "bare",
    "of_others",
    "mate",
    "leader",
    "full",
]
TICKETS = ("plain", "of_acme", "of_acme_private", "of_beta", "of_team", "followed")
LADDER = ("guest", "user", "agent", "admin")
WORDS = re.compile("zq[0-9a-f]{14}")
NOT_CRAWLED = {"get_mail_sign_in_callback", "list_demo_mails", "download_logo"}  # nobody's things


def allowed(desk, who):
    """The words that somebody may be given."""
    world, caller = desk.world, desk.callers[who]
    staff = caller.level in {"agent", "admin"}
    there = seen_by(desk, caller) | {name for name in world.tickets if world.may_bring_back(caller, name)}
    words = {canary("ticket", name) for name in there}
    words |= {canary("note", name) for name in there if staff}
    words |= {canary("article", name) for name in world.articles if world.reads(caller, name)}
    words |= {canary("category", name) for name in world.categories if world.sees_category(caller, name)}
    if world.holds(caller, "organizations.view"):
        words |= {canary("organization", name) for name in world.organizations}
    return words


def due(desk, who):
    """Of these, what the crawl comes by: it opens some tickets only, and none that was put away."""
    far = {name for name in desk.world.tickets if name not in TICKETS}
    return allowed(desk, who) - {canary("note", name) for name in far} - {canary("ticket", "gone")}


def fillings(desk, operation):
    """What to fill into an address: each of the things that it can name."""
    built, name = desk.built, operation.in_path[0] if operation.in_path else None
    tickets = [{"ticket_id": built.tickets[each].id, **built.inside[each]} for each in TICKETS]
    notes = [each | {"message_id": each["note"], "file_id": each["note_file_id"]} for each in tickets]
    return {
        None: [{}],
        "ticket_id": [*tickets, *notes] if "message_id" in operation.in_path else tickets,
        "file_id": [*tickets, *notes],
        "article_id": [{"article_id": row.id} for row in built.articles.values()],
        "category_id": [{"category_id": row.id} for row in built.categories.values()],
        "slug": [{"slug": row.slug} for row in [*built.articles.values(), *built.categories.values()]],
        "organization_id": [{"organization_id": row.id} for row in built.organizations.values()],
        "user_id": [{"user_id": built.people[each].id} for each in ("member", "presumed", "admin")],
        "user_group_id": [{"user_group_id": each} for each in list(built.groups.values())[:2]],
    }.get(name, [{name: 1}])


@pytest.fixture(scope="module")
def reads(whole_app):
    """Every operation that reads."""
    found = [each for each in operations(whole_app.openapi()) if each.method == "GET"]
    return [each for each in found if each.name not in NOT_CRAWLED]


def queries(operation):
    """With what to ask: all there is, and where it searches, for the words."""
    needed = {"q": WORD} if "q" in operation.needed else {}
    yield needed | (
        {"limit": min(100, operation.query["limit"]["maximum"])} if "limit" in operation.query else {}
    )
    if "expand" in operation.query or "deleted" in operation.query:
        yield needed | {"deleted": "true"}


@pytest.mark.parametrize("who", WHO)
async def test_t05_t06_t60_a_crawl_finds_what_is_theirs_and_nothing_else(desk, reads, who):
    level, found, asked = LADDER.index(desk.callers[who].level), set(), 0
    for operation in reads:
        if LADDER.index(operation.scope) > level:
            continue
        for filled in fillings(desk, operation):
            path = operation.path.format(**{name: filled.get(name, 1) for name in operation.in_path})
            for query in queries(operation):
                answer = await desk.clients[who].get(path, params=query)
                assert answer.status_code < 500, (path, answer.text)
                words = set(WORDS.findall(answer.text + str(answer.headers)))
                words -= set(WORDS.findall(path))  # what was asked by its own address
                assert words <= allowed(desk, who), (operation.name, filled)
                found |= words
                asked += 1
    assert due(desk, who) <= found
    assert asked > 20


async def test_t05_t60_mails_go_to_those_who_see_the_ticket_and_hold_no_note(desk, settings):
    numbers = {row.id: name for name, row in desk.built.tickets.items()}
    async with desk.undone(), desk.database.sessions() as session:
        while await dispatch_once(session, SUBSCRIBERS, settled=False) + await drain(session):
            pass
        got, mails = {name: set() for name in desk.world.tickets}, 0
        await fix_all(session, make_desk_of(settings))
        for mail in await mails_of(session):
            raw = await raw_of(session, mail)
            if mail.kind != MailKind.reply or mail.ticket_id not in numbers or raw is None:
                continue
            name = numbers[mail.ticket_id]
            got[name] |= {each.address.lower() for each in await recipients_of(session, mail)}
            words = set(WORDS.findall(text_in(message_from_bytes(raw, policy=default))))
            assert words <= {canary("ticket", name)}, name
            mails += 1
        await session.rollback()
    nobody = "nobody@copied.example"
    for name, ticket in desk.world.tickets.items():
        wanted = set() if ticket.gone else {address_of(desk, each) for each in desk.world.mailed(name)}
        assert got[name] - {nobody} == wanted, name
    assert mails >= len(desk.world.tickets)  # one of which was put away, and one has a follower


def address_of(desk, name):
    proven = desk.world.people[name].proven
    return proven[0].lower() if proven else f"{name}@beta.example"
