"""Who is asking, and which door they may use.

A route names one act and one lowest scope through a typed alias: `Annotated[Actor, requires(Act.reply,
scope="guest")]`. The alias checks the door; `visible_to(actor, act)` checks the row. How a token becomes an
actor needs the domains above, so `create_app` hands the authenticator in.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any, Literal, Self

from fastapi import Depends, Request

from deskbell.core.problems import (
    NotDuringVisit,
    NotSignedIn,
    PersonNeeded,
    ScopeTooLow,
    SupportCenterClosed,
)

ActorKind = Literal["guest", "link", "user", "key", "system"]
Scope = Literal["guest", "user", "agent", "admin"]


class Level(IntEnum):
    """The ladder; `guest` is whoever is not signed in."""

    guest = 0
    user = 1
    agent = 2
    admin = 3

    @property
    def scope(self) -> str:
        """The scopes of a token of this level: each level is the one below and one more."""
        return " ".join(level.name for level in Level if Level.guest < level <= self)


class Act(StrEnum):
    """What a route does: the acts on tickets (domain.md section 4), then those of other areas."""

    view = "view"
    reply = "reply"
    note = "note"
    set_fields = "set_fields"
    set_status = "set_status"
    solve = "solve"
    take = "take"
    assign = "assign"
    move = "move"
    label = "label"
    follow = "follow"
    add_followers = "add_followers"
    copy_to = "copy_to"
    link = "link"
    delete = "delete"
    restore = "restore"
    set_private = "set_private"
    tickets_create = "tickets.create"
    organizations_view = "organizations.view"
    organizations_create = "organizations.create"
    organizations_edit = "organizations.edit"
    organizations_members = "organizations.members"
    organizations_merge = "organizations.merge"
    organizations_delete = "organizations.delete"
    own_organizations = "own.organizations"
    files_upload = "files.upload"
    files_view = "files.view"
    people_view = "people.view"
    people_create = "people.create"
    people_edit = "people.edit"
    people_groups = "people.groups"
    people_merge = "people.merge"
    people_erase = "people.erase"
    people_export = "people.export"
    people_sign_in_as = "people.sign_in_as"
    rights_change = "rights.change"
    access_explain = "access.explain"
    access_view = "access.view"
    access_preview = "access.preview"
    reports_open = "reports.open"
    sessions_view = "sessions.view"
    sessions_end = "sessions.end"
    audit_view = "audit.view"
    settings_view = "settings.view"
    settings_change = "settings.change"
    own_account = "own.account"
    own_keys = "own.keys"
    keys_manage = "keys.manage"
    apps_authorize = "apps.authorize"
    apps_manage = "apps.manage"
    sign_in = "sign_in"
    set_up = "set_up"
    content_view = "content.view"
    content_rate = "content.rate"
    content_write = "content.write"
    content_publish = "content.publish"
    follow_stream = "stream.follow"


SUPPORT_CENTER = frozenset(
    {Act.view, Act.reply, Act.solve, Act.tickets_create, Act.files_upload, Act.files_view, Act.follow_stream}
)
"""What customers do in the support center; `Actor.enters` says whether they may."""
ON_VISIT = SUPPORT_CENTER - {Act.tickets_create} | {Act.content_view, Act.sign_in}
"""What an agent may do who is signed in as a customer; new tickets they open in their own name."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever asks, with what the database said of them at this request.

    `permissions`: those of agents. `departments`: those whose tickets they see; into those of
    `assign_departments` they may only move tickets. `lowered`: their token was made for a higher level than
    the account has by now. `behind`: the agent who is signed in as this customer; both must be allowed.
    """

    kind: ActorKind
    level: Level
    user_id: int | None = None
    session_id: int | None = None
    ticket_id: int | None = None
    link_id: int | None = None
    key_id: int | None = None
    client_id: str | None = None
    lowered: bool = False
    permissions: frozenset[str] = frozenset()
    departments: tuple[int, ...] = ()
    assign_departments: tuple[int, ...] = ()
    teams: tuple[int, ...] = ()
    enters: bool = True
    records_an_hour: int | None = None
    cause_event_id: int | None = None
    expires_at: float | None = None
    behind: Self | None = None

    @property
    def key(self) -> str:
        """Names the actor for idempotency keys and logs; two people never share one."""
        own = f"{self.kind}:{self.user_id or ''}:{self.ticket_id or ''}"
        return own if self.behind is None else f"{own}:{self.behind.key}"

    @property
    def is_staff(self) -> bool:
        """Whether the effective level is agent or admin."""
        return self.level >= Level.agent

    @property
    def is_present(self) -> bool:
        """Whether a person signed in by themselves: no key, app or agent stands in for them."""
        return self.kind == "user" and self.client_id is None and self.behind is None

    @property
    def account_id(self) -> int:
        """The account's number; only for actors that have one."""
        if self.user_id is None:
            raise NotSignedIn
        return self.user_id


GUEST = Actor(kind="guest", level=Level.guest)

Authenticator = Callable[[Request, str], Awaitable[Actor]]


class Door:
    """The dependency behind an alias: authenticates the request and refuses a level below `scope`."""

    def __init__(self, act: Act, scope: Scope, *, people_only: bool = False) -> None:
        """Remember what the route does and who may come in."""
        self.act = act
        self.scope = scope
        self.people_only = people_only
        self.lowest = Level[scope]

    async def __call__(self, request: Request) -> Actor:
        """Who is asking. 401 without a valid token where one is needed, 403 below the door's level.

        403 too where a key or an app asks for what only people do, and in a support center that is closed to
        the actor.
        """
        actor = await authenticated(request)
        request.state.actor = actor
        if actor.level < self.lowest:
            raise (
                NotSignedIn(headers={"WWW-Authenticate": "Bearer"})
                if actor.level is Level.guest
                else ScopeTooLow
            )
        if not actor.enters and self.act in SUPPORT_CENTER:
            raise SupportCenterClosed
        if actor.behind is not None and not self._open_on_visit(request):
            raise NotDuringVisit
        if self.people_only and not actor.is_present:
            raise PersonNeeded
        return actor

    def _open_on_visit(self, request: Request) -> bool:
        """Whether an agent in a customer's place comes in; nothing of the account is for them to change."""
        return self.act in ON_VISIT or (self.act is Act.own_account and request.method == "GET")


async def authenticated(request: Request) -> Actor:
    """The actor of the bearer token; the guest when there is none. 401 for a token that is not valid."""
    header = request.headers.get("authorization")
    if header is None:
        return GUEST
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise NotSignedIn(headers={"WWW-Authenticate": "Bearer"})
    authenticator: Authenticator = request.app.state.authenticator
    return await authenticator(request, token.strip())


def requires(act: Act, scope: Scope, *, people_only: bool = False) -> Any:  # noqa: ANN401 - what FastAPI's Depends returns is typed so
    """The door of a route, for a typed alias. `people_only`: neither API keys nor apps come in."""
    return Depends(Door(act, scope, people_only=people_only), scope="function")
