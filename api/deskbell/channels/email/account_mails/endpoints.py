"""Mails about accounts over the API: asking for them, and using the links that stand in them."""

from typing import Annotated

from fastapi import APIRouter, Depends

from deskbell.channels.email.account_mails import jobs, queries
from deskbell.channels.email.account_mails.actions.invite import invite, revoke_invitation
from deskbell.channels.email.account_mails.actions.order import (
    order_invitation,
    order_verification,
    order_verification_of,
    refuse_sign_ups,
)
from deskbell.channels.email.account_mails.actions.use import claim_account, prove_address
from deskbell.channels.email.account_mails.limits import count_link, count_order
from deskbell.channels.email.account_mails.problems import AlreadyClaimed, AlreadyVerified
from deskbell.channels.email.account_mails.schemas import (
    AccessRequest,
    AccountClaim,
    AddressVerification,
    InvitationCreate,
    InvitationRead,
    SignUp,
    TicketLinkRequest,
)
from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader, Session
from deskbell.core.fields import PathId
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.jobs import enqueue
from deskbell.core.pagination import BadCursor, Cursor, Limit, Page
from deskbell.core.passwords import PasswordQueueFull, PasswordUnfit
from deskbell.core.problems import NotAllowed, NotFound, TooManyRequests, problems
from deskbell.departments.problems import NoSuchDepartment
from deskbell.kit.references import read_reference
from deskbell.permissions.checking import require
from deskbell.permissions.problems import NoSuchGroup
from deskbell.sessions.browser import Browser, browser_of
from deskbell.sessions.problems import LinkNotValid, PasswordTooWeak, TooManyAttempts
from deskbell.sessions.second_factor.actions.confirm import refuse_unconfirmed
from deskbell.sessions.second_factor.problems import ConfirmationNeeded
from deskbell.sessions.services import Services
from deskbell.teams.problems import NoSuchTeam
from deskbell.users.contacts.schemas import AddressCreate
from deskbell.users.problems import AddressTaken, RegistrationClosed
from deskbell.users.queries import profile
from deskbell.users.schemas import UserRead

router = APIRouter(prefix="/v1", route_class=IdempotentRoute, tags=["users"])

Anyone = Annotated[Actor, requires(Act.sign_in, scope="guest")]
CanInvite = Annotated[Actor, requires(Act.people_create, scope="agent")]
CanView = Annotated[Actor, requires(Act.people_view, scope="agent")]
CanGiveRights = Annotated[Actor, requires(Act.rights_change, scope="admin")]
CanEdit = Annotated[Actor, requires(Act.people_edit, scope="agent")]
Own = Annotated[Actor, requires(Act.own_account, scope="user")]
OwnDoor = Annotated[Actor, requires(Act.own_account, scope="user", people_only=True)]
Caller = Annotated[Browser, Depends(browser_of)]


@router.post("/access-requests", status_code=204, responses=problems(TooManyRequests))
async def create_access_request(
    body: AccessRequest, _actor: Anyone, browser: Caller, services: Services, session: Session
) -> None:
    """Have a link mailed by which a password is set: a new one, or the first.

    The answer is the same whether or not anybody has the address.
    """
    await count_order(services, browser)
    await enqueue(session, jobs.order_access.name, {"address": body.email})


@router.post("/sign-ups", status_code=204, responses=problems(RegistrationClosed, TooManyRequests))
async def create_sign_up(
    body: SignUp, _actor: Anyone, browser: Caller, services: Services, session: Session
) -> None:
    """Ask for an account: a link is mailed by which its first password is set.

    The answer is the same for an address that has an account; then its owner gets what
    `POST /v1/access-requests` mails. Where only agents make accounts, nobody signs up.
    """
    await count_order(services, browser)
    await refuse_sign_ups(session)
    await enqueue(session, jobs.order_sign_up.name, {"name": body.name, "address": body.email})


@router.post("/ticket-link-requests", status_code=204, responses=problems(TooManyRequests))
async def create_ticket_link_request(
    body: TicketLinkRequest, _actor: Anyone, browser: Caller, services: Services, session: Session
) -> None:
    """Have a link to one ticket mailed to its requester. The answer is the same if there is none."""
    await count_order(services, browser)
    reference = read_reference(body.reference) or ""
    await enqueue(session, jobs.order_ticket_link.name, {"reference": reference, "address": body.email})


@router.post(
    "/account-claims",
    status_code=204,
    responses=problems(LinkNotValid, TooManyAttempts, PasswordTooWeak, PasswordUnfit, PasswordQueueFull),
)
async def create_account_claim(
    body: AccountClaim, _actor: Anyone, browser: Caller, services: Services, session: Session
) -> None:
    """Make an account one's own by the mailed link: it gets its first password, its address is verified."""
    await count_link(services, browser)
    await claim_account(session, services.passwords, body.token, body.new_password)


@router.post("/address-verifications", status_code=204, responses=problems(LinkNotValid, TooManyAttempts))
async def create_address_verification(
    body: AddressVerification, _actor: Anyone, browser: Caller, services: Services, session: Session
) -> None:
    """Verify an address by the mailed link."""
    await count_link(services, browser)
    await prove_address(session, body.token)


@router.post(
    "/users/me/verification-mails", status_code=204, responses=problems(AlreadyVerified, TooManyRequests)
)
async def create_verification_mail(actor: Own, browser: Caller, services: Services, session: Session) -> None:
    """Have a link mailed that verifies your address."""
    await count_order(services, browser)
    await order_verification(session, actor)


@router.post("/users/me/addresses", status_code=204, responses=problems(ConfirmationNeeded, TooManyRequests))
async def add_my_address(
    body: AddressCreate, actor: OwnDoor, browser: Caller, services: Services, session: Session
) -> None:
    """Have a link mailed to another address of yours; it is added when the link is used.

    The answer is the same whether or not anybody has the address; then nothing is mailed.
    """
    await count_order(services, browser)
    await refuse_unconfirmed(session, actor)
    values = {"user_id": actor.account_id, "address": body.email}
    await enqueue(session, jobs.order_address.name, values)


@router.post(
    "/users/{user_id}/addresses/{address_id}/verification-mails",
    status_code=204,
    responses=problems(NotFound, AlreadyVerified),
)
async def create_address_verification_mail(
    user_id: PathId, address_id: PathId, actor: CanEdit, session: Session
) -> None:
    """Mail one of somebody's addresses the link that verifies it; three mails an hour at most reach them."""
    await order_verification_of(session, actor, user_id, address_id)


@router.post(
    "/users/{user_id}/invitations", status_code=204, responses=problems(NotFound, NotAllowed, AlreadyClaimed)
)
async def create_invitation(user_id: PathId, actor: CanInvite, session: Session) -> None:
    """Invite somebody whose account has no password yet; three mails an hour at most reach them."""
    require(actor, "people.create")
    await order_invitation(session, actor, user_id)


@router.delete(
    "/users/{user_id}/invitations", status_code=204, responses=problems(NotFound, NotAllowed, AlreadyClaimed)
)
async def revoke_user_invitations(user_id: PathId, actor: CanInvite, session: Session) -> None:
    """Take back what was mailed to somebody who has no password yet: its links open nothing any more."""
    require(actor, "people.create")
    await revoke_invitation(session, actor, user_id)


@router.get("/invitations", responses=problems(BadCursor))
async def list_invitations(
    actor: CanView, reader: Reader, cursor: Cursor = None, limit: Limit = 25
) -> Page[InvitationRead]:
    """Who was invited and has not accepted yet, the newest first."""
    return await queries.page_of_invitations(reader, actor, cursor=cursor, limit=limit)


@router.post(
    "/invitations",
    status_code=201,
    responses=problems(AddressTaken, NoSuchDepartment, NoSuchTeam, NoSuchGroup),
)
async def create_staff_invitation(body: InvitationCreate, actor: CanGiveRights, session: Session) -> UserRead:
    """Invite somebody to work here: makes the account with its rights, and mails the link that claims it."""
    user_id = await invite(session, actor, body)
    found = await profile(session, actor, user_id)
    if found is None:
        raise NotFound
    return found
