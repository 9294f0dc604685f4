"""Reading bans, and asking whether one is in the way of a mail."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    String,
    bindparam,
    case,
    cast,
    exists,
    false,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import INET
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.channels.email.bans.models import BanKind, MailBan
from deskbell.channels.email.bans.schemas import MailBanRead
from deskbell.channels.email.domains import plain_address
from deskbell.core.auth import Actor, Level
from deskbell.core.pagination import Page, decode_cursor, encode_cursor
from deskbell.core.prepared import Prepared, Source
from deskbell.core.problems import NotFound

_SHOWN = tuple(MailBan.__table__.c[name] for name in MailBanRead.model_fields)
_IN_FORCE = or_(MailBan.expires_at.is_(None), MailBan.expires_at > func.now())
ANY_BAN = exists().where(_IN_FORCE)
_ANY = Prepared(select(ANY_BAN.label("any")))
_NETWORK = case((MailBan.kind == BanKind.network.value, cast(MailBan.value, INET)))
_CLIENT = func.unnest(bindparam("clients", type_=ARRAY(String))).column_valued("client")
_NAMES = Prepared(
    select(MailBan.id, MailBan.kind, MailBan.value, MailBan.reason).where(
        _IN_FORCE,
        MailBan.kind != BanKind.network.value,
        MailBan.value == func.any(bindparam("names", type_=ARRAY(String))),
    )
)
_NETWORKS = Prepared(
    select(MailBan.id, MailBan.reason, _CLIENT.label("client"))
    .where(_IN_FORCE, _NETWORK.op(">>=")(cast(_CLIENT, INET)))
    .order_by(MailBan.id)
)


@dataclass(frozen=True, slots=True)
class Ban:
    """A ban that is in the way."""

    id: int
    kind: BanKind
    reason: str

    @property
    def said(self) -> str:
        """Why a mail is refused, for the ledger."""
        what = {BanKind.address: "Its address", BanKind.domain: "Its domain", BanKind.network: "Its server"}
        return f"{what[self.kind]} is banned" + (f": {self.reason}" if self.reason else ".")


@dataclass(frozen=True, slots=True)
class Bans:
    """The bans that may be in the way of some mails: by kind and value, and by client."""

    names: dict[tuple[str, str], Ban]
    clients: dict[str, Ban]

    def of(self, addresses: Iterable[str], client: str) -> Ban | None:
        """The ban of any of these addresses, or of the client."""
        asked = [each for address in addresses for each in _asked(address)]
        found = (self.names.get(each) for each in asked)
        return next((each for each in found if each is not None), self.clients.get(client))


NO_BANS = Bans({}, {})


def may(actor: Actor) -> ColumnElement[bool]:
    """Which bans an actor may know of: admins all, nobody else any."""
    return true() if actor.level >= Level.admin else false()


async def page_of_bans(
    connection: AsyncConnection,
    actor: Actor,
    *,
    kind: BanKind | None,
    q: str | None,
    cursor: str | None,
    limit: int,
) -> Page[MailBanRead]:
    """A page of bans, the newest first; those that have expired too."""
    statement = select(*_SHOWN).where(may(actor))
    if kind is not None:
        statement = statement.where(MailBan.kind == kind)
    if q:
        statement = statement.where(
            MailBan.value.icontains(q, autoescape=True) | MailBan.reason.icontains(q, autoescape=True)
        )
    if cursor is not None:
        statement = statement.where(MailBan.id < decode_cursor(cursor, int)[0])
    found = await connection.execute(statement.order_by(MailBan.id.desc()).limit(limit + 1))
    rows = found.mappings().all()
    more = encode_cursor(rows[limit - 1]["id"]) if len(rows) > limit else None
    items = [MailBanRead.model_validate(dict(row)) for row in rows[:limit]]
    return Page[MailBanRead](items=items, next_cursor=more, total=None)


async def one_ban(connection: AsyncConnection, actor: Actor, ban_id: int) -> MailBanRead:
    """One ban. Raises `NotFound`."""
    statement = select(*_SHOWN).where(may(actor), MailBan.id == ban_id)
    row = (await connection.execute(statement)).mappings().one_or_none()
    if row is None:
        raise NotFound
    return MailBanRead.model_validate(dict(row))


def read(ban: MailBan) -> MailBanRead:
    """A ban as it is answered."""
    return MailBanRead.model_validate({name: getattr(ban, name) for name in MailBanRead.model_fields})


async def system_any_ban(source: Source) -> bool:
    """Whether anything is banned at all."""
    return bool((await _ANY.all(source, {}))[0]["any"])


async def system_bans(source: Source, addresses: Iterable[str], clients: Sequence[str]) -> Bans:
    """The bans of any of these addresses and clients; `clients` are IP addresses."""
    asked = {value for address in addresses for _, value in _asked(address)}
    rows = await _NAMES.all(source, {"names": sorted(asked)}) if asked else []
    names = {(row["kind"], row["value"]): Ban(row["id"], BanKind(row["kind"]), row["reason"]) for row in rows}
    found = await _NETWORKS.all(source, {"clients": sorted(set(clients))}) if clients else []
    return Bans(names, {row["client"]: Ban(row["id"], BanKind.network, row["reason"]) for row in found})


async def system_ban_for_update(session: AsyncSession, ban_id: int) -> MailBan | None:
    """A ban as it is now, locked against other changes."""
    return await session.get(MailBan, ban_id, with_for_update=True, populate_existing=True)


def _asked(address: str) -> list[tuple[str, str]]:
    """The bans that an address may be under: its own, its domain's, and those of the domains above it."""
    plain = (plain_address(address) or "").lower()
    domain = plain.rpartition("@")[2]
    if not domain:
        return []
    labels = domain.split(".")
    above = [".".join(labels[place:]) for place in range(len(labels))]
    return [(BanKind.address.value, plain), *((BanKind.domain.value, each) for each in above)]
