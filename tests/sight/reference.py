"""Who may see and do what, written from the domain's rules alone: plain Python over plain facts.

Nothing of the product is imported here (`test_the_reference_knows_nothing_of_the_product`), so that the two
can only agree by saying the same.
"""

from dataclasses import dataclass, field

ALWAYS_VIEWED = ("mine", "team", "followed")
CUSTOMERS_RIGHTS = {"view": "see", "reply": "reply", "close": "close"}
FOR_THE_LET_IN = ("view", "reply", "note")
EVERYBODY, REGISTERED = "Everyone", "Registered"


@dataclass
class Member:
    """How somebody belongs to an organization; `delegate`: a manager until a moment that is yet to come."""

    role: str = "member"
    named: bool = False
    delegate: bool = False

    @property
    def manages(self):
        """Whether they count as a manager now."""
        return self.role == "manager" or self.delegate


@dataclass
class Organization:
    """A customer company: what it shares, its domains and its people."""

    see: str = "managers"
    reply: str = "none"
    close: str = "none"
    domains: tuple[str, ...] = ()
    members: dict[str, Member] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)


@dataclass
class Person:
    """An account. `access`: department to (`full` or `assign`, with what is below it)."""

    level: str = "user"
    proven: tuple[str, ...] = ()
    claimed: bool = True
    groups: set[str] = field(default_factory=set)
    permissions: set[str] = field(default_factory=set)
    access: dict[str, tuple[str, bool]] = field(default_factory=dict)
    teams: set[str] = field(default_factory=set)


@dataclass
class Ticket:
    """A matter, whose it is and where it stands."""

    requester: str
    department: str
    organization: str | None = None
    private: bool = False
    assignee: str | None = None
    team: str | None = None
    followers: set[str] = field(default_factory=set)
    let_in: set[str] = field(default_factory=set)
    copied: set[str] = field(default_factory=set)
    gone: bool = False


@dataclass
class Shelf:
    """A category or an article: what it stands in and for whom; `for_groups` None: for agents only."""

    inside: str | None = None
    for_groups: set[str] | None = field(default_factory=lambda: {EVERYBODY})
    draft: bool = False


@dataclass
class Caller:
    """Somebody who asks. `level`: how far their token reaches; `link`: the one ticket that it opens."""

    person: str | None
    level: str
    link: str | None = None


@dataclass
class World:
    """All that there is, by name."""

    people: dict[str, Person]
    organizations: dict[str, Organization]
    departments: dict[str, str | None]
    tickets: dict[str, Ticket]
    categories: dict[str, Shelf]
    articles: dict[str, Shelf]

    # ---- tickets

    def may(self, caller, act, name):
        """Whether the caller may do this act of the matrix on the ticket."""
        return not self.tickets[name].gone and self._reaches(caller, act, name)

    def may_bring_back(self, caller, name):
        """Whether what was put away opens to the caller: who may delete may restore, and looks first."""
        gone, staff = self.tickets[name].gone, caller.level in {"agent", "admin"}
        return gone and staff and self._reaches(caller, "delete", name)

    def _reaches(self, caller, act, name):
        ticket = self.tickets[name]
        if caller.link is not None:
            return caller.link == name and act in CUSTOMERS_RIGHTS
        if caller.level == "guest":
            return False
        if caller.level == "admin":
            return act != "set_private"
        if caller.level == "agent":
            return act != "set_private" and self._agent_may(caller.person, act, ticket)
        return self._customer_may(caller.person, act, ticket)

    def sees(self, caller, name):
        """Whether the ticket is there for the caller."""
        return self.may(caller, "view", name)

    def _agent_may(self, name, act, ticket):
        person = self.people[name]
        for scope in self.scopes(name, ticket):
            viewed = scope in ALWAYS_VIEWED or f"tickets.view.{scope}" in person.permissions
            if viewed and (act == "view" or f"tickets.{act}.{scope}" in person.permissions):
                return True
        if name not in ticket.let_in or act not in FOR_THE_LET_IN:
            return False
        return act == "view" or f"tickets.{act}.mine" in person.permissions

    def scopes(self, name, ticket):
        """In which scopes of the matrix the ticket is for an agent."""
        found = []
        if ticket.assignee == name:
            found.append("mine")
        if ticket.team in self.people[name].teams:
            found.append("team")
        if name in ticket.followers:
            found.append("followed")
        if self.has_full_access(name, ticket.department):
            if ticket.assignee is None:
                found.append("unassigned")
            elif ticket.assignee != name:
                found.append("others")
        return found

    def has_full_access(self, name, department):
        """Whether an agent sees a department: access to it, or to one above that reaches below."""
        access = self.people[name].access
        if access.get(department, ("none", False))[0] == "full":
            return True
        above = self.departments[department]
        while above is not None:
            if access.get(above) == ("full", True):
                return True
            above = self.departments[above]
        return False

    def _customer_may(self, name, act, ticket):
        if ticket.requester == name:
            return act in {*CUSTOMERS_RIGHTS, "set_private"}
        if ticket.private or act not in CUSTOMERS_RIGHTS:
            return False
        if act == "view" and name in ticket.followers and self.people[name].proven:
            return True
        return ticket.organization is not None and all(
            self._gives(ticket.organization, name, right) for right in {"see", CUSTOMERS_RIGHTS[act]}
        )

    def _gives(self, organization, name, right):
        company = self.organizations[organization]
        mode = getattr(company, right)
        member = company.members.get(name)
        if member is None:
            return mode == "everyone" and self.is_presumed(organization, name)
        return (
            mode == "everyone"
            or (mode == "named" and (member.named or member.manages))
            or (mode == "managers" and member.manages)
        )

    def is_presumed(self, organization, name):
        """Whether a proven address makes somebody a plain member."""
        company = self.organizations[organization]
        if name in company.removed:
            return False
        return any(
            _covers(domain, address) for domain in company.domains for address in self.people[name].proven
        )

    def mailed(self, name):
        """Who gets a public reply of an agent: those who see the ticket as customers do, and the copied."""
        ticket = self.tickets[name]
        customers = {each for each in ticket.followers if self.people[each].level == "user"}
        told = {each for each in customers if self._customer_may(each, "view", ticket)}
        return {ticket.requester} | told | ticket.copied

    # ---- what is read

    def groups_of(self, caller):
        """The groups that count for a caller: each inherits Registered, and that one Everyone."""
        if caller.level == "guest":
            return {EVERYBODY}
        person = self.people[caller.person]
        registered = {REGISTERED} if person.claimed or person.groups else set()
        return {EVERYBODY} | registered | person.groups

    def reads(self, caller, name):
        """Whether an article is there for the caller."""
        article = self.articles[name]
        if article.draft and not self.holds(caller, "content.write"):
            return False
        return self._is_for(caller, article) and self.sees_category(caller, article.inside)

    def sees_category(self, caller, name):
        """Whether a category is: it, and all above it."""
        while name is not None:
            if not self._is_for(caller, self.categories[name]):
                return False
            name = self.categories[name].inside
        return True

    def _is_for(self, caller, shelf):
        if caller.level in {"agent", "admin"}:
            return True
        return shelf.for_groups is not None and bool(shelf.for_groups & self.groups_of(caller))

    # ---- people and organizations

    def holds(self, caller, permission):
        """Whether an agent or admin holds a permission beside the matrix."""
        if caller.level == "admin":
            return True
        return caller.level == "agent" and permission in self.people[caller.person].permissions

    def knows_person(self, caller, name):
        """Whether an account is there for an agent or admin: people.view is of customers only."""
        if caller.level == "admin" or name == caller.person:
            return True
        return self.holds(caller, "people.view") and self.people[name].level == "user"

    def belongs(self, caller, name):
        """Whether a customer belongs to an organization, or is presumed to."""
        company = self.organizations[name]
        return caller.person in company.members or self.is_presumed(name, caller.person)


def _covers(domain, address):
    at = address.lower().partition("@")[2]
    if domain.startswith("."):
        return at.endswith(domain) or at == domain[1:]
    return at == domain
