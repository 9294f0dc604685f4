"""The numbers of what the demonstration's stories name."""

from dataclasses import dataclass

from deskbell.core.auth import Actor, Level
from deskbell.permissions.registry import EVERY_AGENT_PERMISSION


@dataclass(frozen=True, slots=True)
class Known:
    """People by address with their levels, and what tickets are sorted by, by name."""

    people: dict[str, int]
    levels: dict[str, Level]
    departments: list[int]
    labels: dict[str, int]
    statuses: dict[str, int]
    priorities: dict[str, int]
    admin: str
    mailbox: str

    def is_customer(self, address: str) -> bool:
        """Whether somebody has no desk here."""
        return self.levels[address] is Level.user

    def actor(self, address: str) -> Actor:
        """The person as they act at their own desk."""
        return Actor(
            kind="user",
            level=self.levels[address],
            user_id=self.people[address],
            permissions=EVERY_AGENT_PERMISSION,
            departments=tuple(self.departments),
        )
