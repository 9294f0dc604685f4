"""Addresses and numbers over the API: one's own, and those of people whom one may edit."""

from typing import Annotated

from fastapi import APIRouter

from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader, Session
from deskbell.core.fields import PathId
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import Page, whole
from deskbell.core.problems import NotAllowed, NotFound, problems
from deskbell.sessions.second_factor.actions.confirm import refuse_unconfirmed
from deskbell.sessions.second_factor.problems import ConfirmationNeeded
from deskbell.users.contacts import queries
from deskbell.users.contacts.actions.addresses import add_address, make_primary, remove_address
from deskbell.users.contacts.actions.phones import add_phone, make_phone_primary, remove_phone
from deskbell.users.contacts.problems import AddressNotVerified, PrimaryAddress, TooManyContacts
from deskbell.users.contacts.schemas import AddressCreate, AddressRead, PhoneCreate, PhoneRead
from deskbell.users.problems import AddressTaken

router = APIRouter(prefix="/v1/users", route_class=IdempotentRoute, tags=["users"])

Own = Annotated[Actor, requires(Act.own_account, scope="user")]
OwnDoor = Annotated[Actor, requires(Act.own_account, scope="user", people_only=True)]
CanView = Annotated[Actor, requires(Act.people_view, scope="agent")]
CanEdit = Annotated[Actor, requires(Act.people_edit, scope="agent")]

EDITING = (NotFound, NotAllowed)


@router.get("/me/addresses")
async def list_my_addresses(actor: Own, reader: Reader) -> Page[AddressRead]:
    """Your addresses, the primary one first."""
    return whole(await queries.addresses_of(reader, actor, actor.account_id))


@router.put(
    "/me/addresses/{address_id}/primary",
    status_code=204,
    responses=problems(NotFound, ConfirmationNeeded, AddressNotVerified),
)
async def set_my_primary_address(address_id: PathId, actor: OwnDoor, session: Session) -> None:
    """Let mail to you go to another of your addresses."""
    await refuse_unconfirmed(session, actor)
    await make_primary(session, actor, actor.account_id, address_id)


@router.delete(
    "/me/addresses/{address_id}",
    status_code=204,
    responses=problems(NotFound, ConfirmationNeeded, PrimaryAddress),
)
async def delete_my_address(address_id: PathId, actor: OwnDoor, session: Session) -> None:
    """Remove one of your addresses; mail from it is a stranger's from now on."""
    await refuse_unconfirmed(session, actor)
    await remove_address(session, actor, actor.account_id, address_id)


@router.get("/me/phones")
async def list_my_phones(actor: Own, reader: Reader) -> Page[PhoneRead]:
    """Your telephone numbers, the primary one first."""
    return whole(await queries.phones_of(reader, actor, actor.account_id))


@router.post("/me/phones", status_code=204, responses=problems(TooManyContacts))
async def add_my_phone(body: PhoneCreate, actor: Own, session: Session) -> None:
    """Add a telephone number."""
    await add_phone(session, actor, actor.account_id, body.number)


@router.put("/me/phones/{phone_id}/primary", status_code=204, responses=problems(NotFound))
async def set_my_primary_phone(phone_id: PathId, actor: Own, session: Session) -> None:
    """Be called at another of your numbers."""
    await make_phone_primary(session, actor, actor.account_id, phone_id)


@router.delete("/me/phones/{phone_id}", status_code=204, responses=problems(NotFound))
async def delete_my_phone(phone_id: PathId, actor: Own, session: Session) -> None:
    """Remove one of your numbers."""
    await remove_phone(session, actor, actor.account_id, phone_id)


@router.get("/{user_id}/addresses", responses=problems(NotFound))
async def list_user_addresses(user_id: PathId, actor: CanView, reader: Reader) -> Page[AddressRead]:
    """A person's addresses, the primary one first."""
    return whole(await queries.addresses_of(reader, actor, user_id))


@router.post(
    "/{user_id}/addresses", status_code=204, responses=problems(*EDITING, AddressTaken, TooManyContacts)
)
async def add_user_address(user_id: PathId, body: AddressCreate, actor: CanEdit, session: Session) -> None:
    """Add an address to somebody's account; it proves nothing until it is verified."""
    await add_address(session, actor, user_id, body.email)


@router.put(
    "/{user_id}/addresses/{address_id}/primary",
    status_code=204,
    responses=problems(*EDITING, AddressNotVerified),
)
async def set_user_primary_address(
    user_id: PathId, address_id: PathId, actor: CanEdit, session: Session
) -> None:
    """Let mail to somebody go to another of their addresses."""
    await make_primary(session, actor, user_id, address_id)


@router.delete(
    "/{user_id}/addresses/{address_id}", status_code=204, responses=problems(*EDITING, PrimaryAddress)
)
async def delete_user_address(user_id: PathId, address_id: PathId, actor: CanEdit, session: Session) -> None:
    """Remove one of somebody's addresses."""
    await remove_address(session, actor, user_id, address_id)


@router.get("/{user_id}/phones", responses=problems(NotFound))
async def list_user_phones(user_id: PathId, actor: CanView, reader: Reader) -> Page[PhoneRead]:
    """A person's telephone numbers, the primary one first."""
    return whole(await queries.phones_of(reader, actor, user_id))


@router.post("/{user_id}/phones", status_code=204, responses=problems(*EDITING, TooManyContacts))
async def add_user_phone(user_id: PathId, body: PhoneCreate, actor: CanEdit, session: Session) -> None:
    """Add a telephone number to somebody's account."""
    await add_phone(session, actor, user_id, body.number)


@router.put("/{user_id}/phones/{phone_id}/primary", status_code=204, responses=problems(*EDITING))
async def set_user_primary_phone(user_id: PathId, phone_id: PathId, actor: CanEdit, session: Session) -> None:
    """Let somebody be called at another of their numbers."""
    await make_phone_primary(session, actor, user_id, phone_id)


@router.delete("/{user_id}/phones/{phone_id}", status_code=204, responses=problems(*EDITING))
async def delete_user_phone(user_id: PathId, phone_id: PathId, actor: CanEdit, session: Session) -> None:
    """Remove one of somebody's numbers."""
    await remove_phone(session, actor, user_id, phone_id)
