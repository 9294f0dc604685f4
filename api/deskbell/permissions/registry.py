"""Every permission there is, once: screens, the API's list and `permissions.md` are made from it.

Customers hold permissions through user groups, agents through agent groups and one by one. Nothing that is
not here can be granted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

Audience = Literal["customer", "agent"]


@dataclass(frozen=True, slots=True)
class Permission:
    """One thing that may be granted; `needs` are those without which it opens nothing.

    `scope` is null but in the ticket matrix; `destructive` keeps it out of *All non-destructive*.
    """

    name: str
    area: str
    act: str
    scope: str | None
    title: str
    sentence: str
    needs: tuple[str, ...]
    audience: Audience
    destructive: bool = False


ALWAYS_VIEWED: Final = ("mine", "team", "followed")
VIEWED_WHEN_GRANTED: Final = ("unassigned", "others")
TICKET_SCOPES: Final = (*ALWAYS_VIEWED, *VIEWED_WHEN_GRANTED)
_SCOPES: Final = {
    "mine": ("my tickets", "tickets assigned to the agent"),
    "team": ("my teams' tickets", "tickets of the agent's teams"),
    "followed": ("followed tickets", "tickets that the agent follows"),
    "unassigned": ("unassigned tickets", "tickets of the agent's departments that nobody is assigned to"),
    "others": ("others' tickets", "tickets of the agent's departments that are assigned to somebody else"),
}
_TICKET_ACTS: Final = {
    "view": ("See {}", "See {}."),
    "reply": ("Reply to {}", "Answer publicly on {}."),
    "note": ("Write notes on {}", "Write internal notes on {}, and add followers."),
    "set_fields": ("Edit {}", "Change subject, priority, type and fields of {}."),
    "set_status": ("Set the status of {}", "Set the status of {}, solving and reopening included."),
    "take": ("Take {}", "Become responsible for {}."),
    "assign": ("Assign {}", "Make an agent or a team responsible for {}, or nobody."),
    "move": ("Move {}", "Move {} to another department that the agent may move tickets into."),
    "label": ("Label {}", "Put labels on {} and take them off."),
    "merge": ("Merge {}", "Merge {} into others."),
    "split": ("Split {}", "Make a ticket of its own of a part of {}."),
    "link": ("Link {}", "Link {} with others, and give out links that open one of them."),
    "forward": ("Forward {}", "Forward messages of {} to other addresses."),
    "edit_messages": ("Edit messages of {}", "Change and remove messages of {}."),
    "spam": ("Mark {} as spam", "Say that {} are spam: they are put away."),
    "delete": ("Delete {}", "Put {} away, and bring back what was put away."),
    "export": ("Export {}", "Take {} out of the helpdesk as a file."),
}
_DESTRUCTIVE_TICKET_ACTS: Final = frozenset({"spam", "delete", "export"})

_AGENT_AREAS: Final[tuple[tuple[str, str, str, str, tuple[str, ...]], ...]] = (
    ("tickets", "create", "Open tickets", "Open tickets, for customers too.", ()),
    ("people", "view", "See people", "See the accounts of customers.", ()),
    ("people", "create", "Add people", "Make and invite accounts of customers.", ("people.view",)),
    ("people", "edit", "Edit people", "Change, disable and enable accounts of customers.", ("people.view",)),
    ("people", "groups", "Choose user groups", "Say in which groups customers are.", ("people.view",)),
    ("people", "merge", "Merge people", "Make one account of two.", ("people.view", "people.edit")),
    (
        "people",
        "delete",
        "Erase people",
        "Erase a customer; their tickets stay without the name.",
        ("people.view",),
    ),
    (
        "people",
        "export",
        "Export people",
        "Take what is stored of customers out as a file.",
        ("people.view",),
    ),
    (
        "people",
        "sign_in_as",
        "Sign in as a customer",
        "See the support center as a customer does.",
        ("people.view",),
    ),
    ("organizations", "view", "See organizations", "See organizations and who belongs to them.", ()),
    ("organizations", "create", "Add organizations", "Make organizations.", ("organizations.view",)),
    (
        "organizations",
        "edit",
        "Edit organizations",
        "Change organizations, their domains and sharing.",
        ("organizations.view",),
    ),
    (
        "organizations",
        "members",
        "Choose members",
        "Say who belongs to an organization, and in which role.",
        ("organizations.view",),
    ),
    (
        "organizations",
        "merge",
        "Merge organizations",
        "Make one organization of two.",
        ("organizations.view", "organizations.edit"),
    ),
    (
        "organizations",
        "delete",
        "Delete organizations",
        "Delete organizations; no person goes with them.",
        ("organizations.view",),
    ),
    (
        "organizations",
        "export",
        "Export organizations",
        "Take organizations out as a file.",
        ("organizations.view",),
    ),
    ("content", "write", "Write content", "Write drafts of articles, news, downloads and guides.", ()),
    (
        "content",
        "publish",
        "Publish content",
        "Publish what was written, and take it back.",
        ("content.write",),
    ),
    ("content", "moderate", "Moderate content", "Approve and remove comments and posts.", ()),
    ("chat", "take", "Take chats", "Answer chats of visitors.", ()),
    ("chat", "review", "Review transcripts", "Read the transcripts of others' chats.", ()),
    ("chat", "observe", "Observe chats", "Look on while others chat.", ("chat.review",)),
    ("chat", "transfer", "Transfer chats", "Hand a chat to somebody else.", ("chat.take",)),
    ("chat", "visitors", "See visitors", "See who is on the pages with a widget.", ()),
    ("calls", "take", "Take calls", "Answer calls.", ()),
    ("calls", "recordings", "Hear recordings", "Hear the recordings of calls.", ()),
    ("reports", "open", "Open reports", "Open reports, each over what the agent may see.", ()),
    ("reports", "build", "Build reports", "Make and change reports.", ("reports.open",)),
    ("reports", "schedule", "Schedule reports", "Have reports mailed at set times.", ("reports.open",)),
    ("macros", "share", "Share macros", "Give one's macros to others.", ()),
    ("views", "share", "Share views", "Give one's views to others.", ()),
)
_DESTRUCTIVE: Final = frozenset(
    {
        "people.merge",
        "people.delete",
        "people.export",
        "people.sign_in_as",
        "organizations.merge",
        "organizations.delete",
        "organizations.export",
        "calls.recordings",
    }
)
_CUSTOMER: Final[tuple[tuple[str, str, str, tuple[str, ...]], ...]] = (
    ("support_center.enter", "Enter the support center", "Use the support center.", ()),
    ("tickets.submit", "Submit tickets", "Submit tickets by form.", ()),
    (
        "tickets.submit_by_email",
        "Submit by mail",
        "Open tickets by mail; answering one is free.",
        (),
    ),
    ("tickets.reopen", "Reopen tickets", "Open one's solved tickets again by a reply.", ()),
    ("tickets.close", "Close tickets", "Say that nothing more is wanted of one's ticket.", ()),
    ("tickets.set_priority", "Set the priority", "Choose the priority of one's ticket.", ()),
    ("tickets.receive_autoresponse", "Get receipts", "Get a mail that says that the ticket has arrived.", ()),
    ("chat.start", "Start chats", "Start a chat with an agent.", ()),
    ("calls.start", "Start calls", "Start a call from the support center.", ()),
    ("news.subscribe", "Subscribe to news", "Have news mailed.", ("news.view",)),
    ("troubleshooter.use", "Use troubleshooters", "Walk through troubleshooters.", ()),
    ("community.view", "See the community", "Read the forums.", ()),
    ("community.post", "Post in the community", "Begin a topic.", ("community.view",)),
    ("community.comment", "Comment in the community", "Answer to topics.", ("community.view",)),
    ("community.vote", "Vote in the community", "Vote for topics and answers.", ("community.view",)),
)
_CONTENT: Final = ("articles", "news", "downloads", "guides")
_CONTENT_ACTS: Final[tuple[tuple[str, str, str, tuple[str, ...]], ...]] = (
    ("view", "See {}", "See the {} that are meant for one's groups.", ()),
    ("rate", "Rate {}", "Say whether {} helped.", ("view",)),
    ("comment", "Comment on {}", "Comment on {}; a moderator looks first.", ("view",)),
    (
        "comment_unmoderated",
        "Comment on {} at once",
        "Comment on {} without waiting for a moderator.",
        ("view", "comment"),
    ),
)


def _matrix() -> Iterator[Permission]:
    for act, (title, sentence) in _TICKET_ACTS.items():
        for scope, (short, long) in _SCOPES.items():
            if act == "view" and scope in ALWAYS_VIEWED:
                continue
            needs = [] if act == "view" or scope in ALWAYS_VIEWED else [f"tickets.view.{scope}"]
            needs += [f"tickets.delete.{scope}"] if act == "spam" else []
            name = f"tickets.{act}.{scope}"
            yield Permission(
                name,
                "tickets",
                act,
                scope,
                title.format(short),
                sentence.format(long),
                tuple(needs),
                "agent",
                destructive=act in _DESTRUCTIVE_TICKET_ACTS,
            )


def _agents() -> Iterator[Permission]:
    yield from _matrix()
    for area, act, title, sentence, needs in _AGENT_AREAS:
        name = f"{area}.{act}"
        yield Permission(
            name, area, act, None, title, sentence, needs, "agent", destructive=name in _DESTRUCTIVE
        )


def _customers() -> Iterator[Permission]:
    for name, title, sentence, needs in _CUSTOMER:
        area, act = name.split(".")
        yield Permission(name, area, act, None, title, sentence, needs, "customer")
    for area in _CONTENT:
        for act, title, sentence, needed in _CONTENT_ACTS:
            others = tuple(f"{area}.{each}" for each in needed)
            yield Permission(
                f"{area}.{act}",
                area,
                act,
                None,
                title.format(area),
                sentence.format(area),
                others,
                "customer",
            )


AGENT_PERMISSIONS: Final[dict[str, Permission]] = {each.name: each for each in _agents()}
CUSTOMER_PERMISSIONS: Final[dict[str, Permission]] = {each.name: each for each in _customers()}
PERMISSIONS: Final = (*CUSTOMER_PERMISSIONS.values(), *AGENT_PERMISSIONS.values())
EVERY_AGENT_PERMISSION: Final = frozenset(AGENT_PERMISSIONS)
NON_DESTRUCTIVE: Final = frozenset(name for name, each in AGENT_PERMISSIONS.items() if not each.destructive)

ALL_MARK: Final = "*"
SAFE_MARK: Final = "*safe"
"""What the two built-in groups hold: the registry as it is now, so that it grows without a migration."""
_MARKS: Final = {ALL_MARK: EVERY_AGENT_PERMISSION, SAFE_MARK: NON_DESTRUCTIVE}


@lru_cache(maxsize=1000)
def opened_by(grants: frozenset[str]) -> frozenset[str]:
    """The agents' permissions that stored grants open; what the registry does not know opens nothing.

    The same set for the same grants, so that what is kept by it is found fast.
    """
    named = grants & EVERY_AGENT_PERMISSION
    return frozenset(named.union(*(held for mark, held in _MARKS.items() if mark in grants)))


def in_order(names: frozenset[str]) -> list[str]:
    """The permissions in the order of the registry."""
    return [each.name for each in PERMISSIONS if each.name in names]


def lacking(names: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Which of the named permissions need others that are not named: the permission -> those."""
    found: dict[str, tuple[str, ...]] = {}
    for name in sorted(names):
        known = AGENT_PERMISSIONS.get(name) or CUSTOMER_PERMISSIONS.get(name)
        missing = tuple(each for each in (known.needs if known else ()) if each not in names)
        if missing:
            found[name] = missing
    return found
