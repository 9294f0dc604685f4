"""One helpdesk with everybody who may ask: as the reference reads it, and as rows of the database."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from sqlalchemy import update
from tests.factories.agent_groups import make_agent_group
from tests.factories.departments import make_department
from tests.factories.knowledge import make_article, make_category, make_readers, registered
from tests.factories.organizations import join, make_organization
from tests.factories.tickets import make_label, make_message, make_note, make_ticket, status_of
from tests.factories.users import acting_as, make_admin, make_agent, make_user
from tests.sight.reference import REGISTERED, Member, Organization, Person, Shelf, Ticket, World

from deskbell.departments.models import DepartmentAccess, DepartmentAncestor
from deskbell.organizations.models import OrganizationRemoval
from deskbell.permissions.registry import EVERY_AGENT_PERMISSION
from deskbell.teams.models import Team, TeamMember
from deskbell.tickets.actions.copy import add_copy
from deskbell.tickets.actions.links import create_link
from deskbell.tickets.actions.remove import delete
from deskbell.tickets.models import TicketFollower, TicketGrant
from deskbell.users.models import UserAddress

WORD = "quetzal"  # in every ticket and article
SECRET = "axolotl"  # in every note
ALL = set(EVERY_AGENT_PERMISSION)
TICKETS = {name for name in ALL if name.startswith("tickets.")}
DOMAIN = "example.org"


def canary(kind, name):
    """A word that stands in one thing alone."""
    return "zq" + sha256(f"{kind} {name}".encode()).hexdigest()[:14]


def described():
    """The helpdesk in the words of the reference."""
    organizations = {
        "acme": Organization(
            members={
                "member": Member(),
                "manager": Member("manager"),
                "delegate": Member(delegate=True),
                "former": Member(),  # whose delegation has ended
            }
        ),
        "beta": Organization(
            see="everyone",
            reply="everyone",
            close="managers",
            domains=("beta.example",),
            members={"colleague": Member(), "chief": Member("manager")},
            removed={"removed"},
        ),
        "gamma": Organization(
            see="named", reply="managers", members={"named": Member(named=True), "unnamed": Member()}
        ),
        "delta": Organization(see="none", members={"lonely": Member("manager"), "other": Member()}),
        "epsilon": Organization(see="everyone", domains=(".epsilon.example",)),
    }
    tickets = {
        "plain": Ticket("requester", "support"),
        "of_acme": Ticket("member", "support", "acme"),
        "of_acme_private": Ticket("member", "support", "acme", private=True, followers={"follower"}),
        "of_beta": Ticket("colleague", "sales", "beta", assignee="owner"),
        "of_gamma": Ticket("unnamed", "support", "gamma", assignee="full"),
        "of_delta": Ticket("other", "sales", "delta"),
        "of_epsilon": Ticket("requester", "sales", "epsilon"),
        "of_team": Ticket("requester", "sales", team="couriers"),
        "followed": Ticket("requester", "sales", followers={"follower", "unproven", "watcher"}),
        "let_in": Ticket("requester", "sales", let_in={"let_in"}, assignee="owner"),
        "copied": Ticket("requester", "sales", copied={"copied"}),
        "below": Ticket("requester", "annex"),
        "gone": Ticket("requester", "support", gone=True),
    }
    categories = {
        "open": Shelf(),
        "for_readers": Shelf(for_groups={"readers"}),
        "open_inside": Shelf("for_readers"),
        "for_agents": Shelf(for_groups=None),
        "for_registered": Shelf(for_groups={REGISTERED}),
    }
    articles = {name: Shelf(name) for name in categories} | {
        "narrowed": Shelf("open", {"readers"}),
        "wider_than_its_place": Shelf("for_readers", {"writers"}),
        "draft": Shelf("open", draft=True),
    }
    departments = {"support": None, "sales": None, "annex": "support", "moved": None}
    return World(_people(), organizations, departments, tickets, categories, articles)


def _people():
    customers = (
        *(
            "requester",
            "stranger",
            "member",
            "manager",
            "delegate",
            "former",
            "colleague",
            "chief",
            "removed",
        ),
        *("named", "unnamed", "lonely", "other", "follower", "copied", "reader", "both"),
    )
    people = {name: Person(proven=(f"{name}@{DOMAIN}",)) for name in customers}
    people["removed"].proven = ("removed@beta.example",)
    people["presumed"] = Person(proven=("presumed@Beta.Example",))
    people["hearsay"] = Person()  # whose address at beta.example nobody proved
    people["beneath"] = Person(proven=("beneath@deep.epsilon.example",))
    people["beside"] = Person(proven=("beside@notepsilon.example",))
    people["unproven"] = Person()
    people["reader"].groups = {"readers"}
    people["both"].groups = {"readers", "writers"}
    wanderer = {"moved": ("assign", False)}  # everybody may move tickets there
    agents = {
        "full": Person(permissions=ALL, access={"support": ("full", False)}, groups={"readers"}),
        "of_unassigned": Person(
            permissions={"tickets.view.unassigned", "tickets.reply.unassigned", "people.view"},
            access={"support": ("full", False)},
        ),
        "of_others": Person(
            permissions={"tickets.view.others", "tickets.note.others", "tickets.delete.unassigned"},
            access={"sales": ("full", False), "support": ("full", False)},
        ),
        "bare": Person(access={"support": ("full", False), "sales": ("full", False)}),
        "mover": Person(permissions=TICKETS, access={"support": ("assign", False)}),
        "owner": Person(permissions=TICKETS),
        "mate": Person(permissions={"tickets.reply.team", "organizations.view"}, teams={"couriers"}),
        "watcher": Person(permissions={"tickets.note.followed", "content.write"}),
        "let_in": Person(permissions=TICKETS),
        "leader": Person(permissions=TICKETS, access={"support": ("full", True)}),
        "grouped": Person(  # by a group alone
            permissions={"tickets.view.unassigned", "tickets.label.unassigned"},
            access={"sales": ("full", False)},
        ),
        "service": Person(permissions=TICKETS, access={"sales": ("full", False)}, claimed=False),
    }
    for name, each in agents.items():
        each.level, each.proven, each.access = "agent", (f"{name}@{DOMAIN}",), wanderer | each.access
    access = wanderer | {"sales": ("full", False)}
    admin = Person("admin", (f"admin@{DOMAIN}",), permissions=ALL, access=access)
    return people | agents | {"admin": admin}


@dataclass
class Built:
    """The rows behind the names, and what stands in each ticket."""

    world: World
    people: dict = field(default_factory=dict)
    departments: dict = field(default_factory=dict)
    organizations: dict = field(default_factory=dict)
    teams: dict = field(default_factory=dict)
    groups: dict = field(default_factory=dict)
    tickets: dict = field(default_factory=dict)
    categories: dict = field(default_factory=dict)
    articles: dict = field(default_factory=dict)
    inside: dict = field(default_factory=dict)  # ticket -> message, note, file, link, copy
    label: int = 0
    pending: int = 0


async def build(session, world, upload):
    """The rows of a described helpdesk. `upload(user, name)` gives the number of a file of the admin's."""
    built = Built(world)
    for name, above in world.departments.items():
        row = await make_department(session, name=name, is_default=name == "support")
        built.departments[name] = row
        if above is not None:
            row.parent_id = built.departments[above].id
            await session.flush()
            session.add(DepartmentAncestor(ancestor_id=row.parent_id, department_id=row.id))
    for name, person in world.people.items():
        built.people[name] = await _account(session, name, person)
    await _work(session, built)
    await _companies(session, built)
    await _shelves(session, built)
    for name in world.tickets:
        files = [await upload(built.people["admin"], canary(kind, name)) for kind in ("ticket", "note")]
        await _ticket(session, built, name, *files)
    built.label, built.pending = (await make_label(session)).id, (await status_of(session, "pending")).id
    return built


async def _account(session, name, person):
    address = person.proven[0] if person.proven else f"{name}@beta.example"
    if person.level == "admin":
        return await make_admin(session, name=name, address=address)
    columns = {} if person.claimed else {"is_service": True, "password_hash": None, "claimed_at": None}
    if person.level == "agent":
        held = () if name == "grouped" else person.permissions
        return await make_agent(session, name=name, address=address, permissions=held, **columns)
    row = await make_user(session, name=name, address=address)
    if not person.proven:
        await session.execute(
            update(UserAddress).where(UserAddress.user_id == row.id).values(verified_at=None)
        )
    return row


async def _work(session, built):
    """Access to departments, teams and groups of agents."""
    names = {team for each in built.world.people.values() for team in each.teams}
    for name in sorted(names):
        row = Team(name=name)
        session.add(row)
        await session.flush()
        built.teams[name] = row
    for name, person in built.world.people.items():
        user_id = built.people[name].id
        session.add_all(TeamMember(team_id=built.teams[each].id, user_id=user_id) for each in person.teams)
        for where, (access, below) in person.access.items():
            if name != "grouped":
                row = {"department_id": built.departments[where].id, "access": access, "with_children": below}
                session.add(DepartmentAccess(user_id=user_id, **row))
    grouped = built.world.people["grouped"]
    await make_agent_group(
        session,
        built.people["grouped"],
        permissions=grouped.permissions,
        departments=[built.departments["sales"]],
    )
    moved = {"department_id": built.departments["moved"].id, "access": "assign", "with_children": False}
    session.add(DepartmentAccess(user_id=built.people["grouped"].id, **moved))
    await session.flush()


async def _companies(session, built):
    now = datetime.now(UTC)
    for name, company in built.world.organizations.items():
        modes = {"see": company.see, "reply": company.reply, "close": company.close}
        told = {each: canary("organization", name) for each in ("notes", "description", "phone")}
        row = await make_organization(session, name=name, domains=company.domains, **modes, **told)
        built.organizations[name] = row
        for who, member in company.members.items():
            until = now + timedelta(days=1) if member.delegate else None
            until = now - timedelta(days=1) if who == "former" else until
            columns = {"role": member.role, "named": member.named, "manager_until": until}
            await join(session, row, built.people[who], **columns)
        session.add_all(
            OrganizationRemoval(organization_id=row.id, user_id=built.people[who].id)
            for who in company.removed
        )
    await session.flush()


async def _shelves(session, built):
    people = built.world.people
    built.groups[REGISTERED] = await registered(session)
    for group in sorted({each for person in people.values() for each in person.groups}):
        members = [built.people[name] for name, person in people.items() if group in person.groups]
        built.groups[group] = await make_readers(session, *members)
    for name, shelf in built.world.categories.items():
        above = None if shelf.inside is None else built.categories[shelf.inside].id
        word = canary("category", name)
        told = {"name": f"{word} {name}", "description": word, "slug": word}
        row = await make_category(session, parent_id=above, **told, **_audience(built, shelf))
        built.categories[name] = row
    for name, shelf in built.world.articles.items():
        place = built.categories[shelf.inside]
        word = canary("article", name)
        columns = {"title": f"{WORD} {word}", "slug": word, "draft": shelf.draft, **_audience(built, shelf)}
        built.articles[name] = await make_article(session, place, html=f"<p>{WORD} {word}</p>", **columns)


def _audience(built, shelf):
    if shelf.for_groups is None:
        return {"audience": "agents"}
    named = [built.groups[each] for each in shelf.for_groups if each in built.groups]
    return {"audience": "groups", "groups": named} if named else {"audience": "parent"}


async def _ticket(session, built, name, file, of_note):
    ticket, word, secret = built.world.tickets[name], canary("ticket", name), canary("note", name)
    admin = built.people["admin"]
    department, requester = built.departments[ticket.department], built.people[ticket.requester]
    company = ticket.organization and built.organizations[ticket.organization].id
    wishes = {"organization_id": company} if company else {}
    row = await make_ticket(session, requester, department, subject=f"{WORD} {word}", text=word, **wishes)
    built.tickets[name] = row
    row.private = ticket.private
    row.organization_id = company
    row.assignee_id = ticket.assignee and built.people[ticket.assignee].id
    row.team_id = ticket.team and built.teams[ticket.team].id
    for model, people in ((TicketFollower, ticket.followers), (TicketGrant, ticket.let_in)):
        session.add_all(model(ticket_id=row.id, user_id=built.people[each].id) for each in people)
    await session.flush()
    actor = acting_as(admin)
    address = f"{next(iter(ticket.copied))}@{DOMAIN}" if ticket.copied else "nobody@copied.example"
    link, _ = await create_link(session, actor, row, 3)
    copy = await add_copy(session, actor, row, address)
    built.inside[name] = {
        "file_id": file,
        "note_file_id": of_note,
        "message_id": await make_message(session, row, admin, word, file_ids=[file]),
        "note": await make_note(session, row, admin, f"{SECRET} {secret}", file_ids=[of_note]),
        "copy_id": copy.id,
        "link_id": link.id,
        "link": link,
    }
    if ticket.gone:
        await delete(session, actor, row)
