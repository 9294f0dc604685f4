"""Facts about organizations: numbers and modes, never a name, an address or a note."""

from datetime import datetime
from typing import ClassVar, Literal

from deskbell.events.event import Event
from deskbell.organizations.models import Role, Sharing


class OrganizationEvent(Event):
    """A fact about an organization."""

    subject: ClassVar[str] = "organization"

    organization_id: int


class OrganizationCreated(OrganizationEvent, type="organization.created", internal=True):
    """An organization was made, without members and domains."""


class OrganizationChanged(OrganizationEvent, type="organization.changed", internal=True):
    """Its profile changed; `fields` names what."""

    fields: list[Literal["name", "description", "website", "phone", "notes", "labels"]]


class OrganizationParentChanged(OrganizationEvent, type="organization.parent_changed", internal=True):
    """It stands below another organization, or below none."""

    before: int | None
    after: int | None


class OrganizationAccountManagerChanged(
    OrganizationEvent, type="organization.account_manager_changed", internal=True
):
    """Another agent, or nobody, looks after it."""

    before: int | None
    after: int | None


class OrganizationSharingChanged(OrganizationEvent, type="organization.sharing_changed", internal=True):
    """Who of its people may do this on each other's tickets, before and after."""

    right: Literal["see", "reply", "close"]
    before: Sharing
    after: Sharing


class OrganizationPrivacyChanged(OrganizationEvent, type="organization.privacy_changed", internal=True):
    """Whether its people may keep a ticket to themselves."""

    before: bool
    after: bool


class OrganizationDomainAdded(OrganizationEvent, type="organization.domain_added", internal=True):
    """A domain is its own now."""

    domain_id: int
    subdomains: bool


class OrganizationDomainRemoved(OrganizationEvent, type="organization.domain_removed", internal=True):
    """A domain is its own no more."""

    domain_id: int
    subdomains: bool


class OrganizationMemberAdded(OrganizationEvent, type="organization.member_added", internal=True):
    """Somebody belongs to it now."""

    user_id: int
    role: Role


class OrganizationMemberChanged(OrganizationEvent, type="organization.member_changed", internal=True):
    """What somebody is in it changed; each pair says what it was and what it is."""

    user_id: int
    role_before: Role
    role_after: Role
    named_before: bool
    named_after: bool
    manager_until_before: datetime | None
    manager_until_after: datetime | None


class OrganizationMemberRemoved(OrganizationEvent, type="organization.member_removed", internal=True):
    """Somebody belongs to it no more; `role` is what they were, null for one who was only presumed."""

    user_id: int
    role: Role | None
    handed_to_id: int | None


class OrganizationDefaultChanged(OrganizationEvent, type="organization.default_changed", internal=True):
    """It became the one to which a person's tickets belong unless they choose another, or is that no more."""

    user_id: int
    before: bool
    after: bool


class OrganizationFollowingChanged(OrganizationEvent, type="organization.following_changed", internal=True):
    """A manager is made a follower of each new ticket, or is no more."""

    user_id: int
    before: bool
    after: bool


class OrganizationInvited(OrganizationEvent, type="organization.invited", internal=True):
    """Somebody was asked to join."""

    invitation_id: int


class OrganizationInvitationEnded(OrganizationEvent, type="organization.invitation_ended", internal=True):
    """An invitation was taken back, taken up, or turned down."""

    invitation_id: int
    outcome: Literal["revoked", "accepted", "declined"]


class OrganizationDeleted(OrganizationEvent, type="organization.deleted", internal=True):
    """It was deleted; its people and its tickets stay."""


class OrganizationMerged(OrganizationEvent, type="organization.merged", internal=True):
    """It was merged into another one."""

    into_id: int
    merge_id: int


class OrganizationMergeUndone(OrganizationEvent, type="organization.merge_undone", internal=True):
    """It stands by itself again."""

    into_id: int
    merge_id: int


class OrganizationsImported(OrganizationEvent, type="organization.imported", internal=True):
    """A file of organizations was read; this is one that it named."""
