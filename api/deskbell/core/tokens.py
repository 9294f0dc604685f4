"""Access tokens (ES256 JSON Web Tokens, RFC 9068) and opaque secrets. The only module that knows python-jose.

python-jose trusts what it isn't told to doubt: without `algorithms` it takes the algorithm from the header,
without `require_exp` it accepts a token that never ends. So every check is spelled out here, the claims are
read once more by a strict schema, and nothing else in the code base may import it.
"""

import hmac
import re
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from string import ascii_letters, digits
from typing import Annotated, Any, Final, Literal, get_args

from jose import jwk, jwt
from jose.exceptions import JOSEError
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from deskbell.core.keys import Keys

ALGORITHM: Final = "ES256"
TOKEN_TYPE: Final = "at+jwt"  # noqa: S105 - the media type of RFC 9068, not a secret
ISSUER: Final = "deskbell"
AUDIENCE: Final = "deskbell-api"
LINK_SCOPE: Final = "link"
MAX_TOKEN_LENGTH: Final = 2048
MAX_LIFETIME: Final = timedelta(hours=1)
CLOCK_SKEW: Final = timedelta(seconds=5)
CACHED_TOKENS: Final = 4096
SECRET_BYTES: Final = 32
CREDENTIAL_LENGTH: Final = 43  # of 62 letters each: 256 bits

_LETTERS: Final = ascii_letters + digits
_SHAPE = re.compile(r"[A-Za-z0-9_-]{2,512}\.[A-Za-z0-9_-]{2,1440}\.[A-Za-z0-9_-]{86}", re.ASCII)
_OPTIONS = {"require_exp": True, "require_iat": True, "require_aud": True, "require_iss": True, "leeway": 0}
_Id = Annotated[int, Field(gt=0, lt=2**63)]
_Seconds = Annotated[int, Field(gt=0, lt=2**37)]  # until the year 6325: what `datetime` can hold
_Scope = Literal["user", "user agent", "user agent admin", "link"]
SCOPES: Final = frozenset(get_args(_Scope))


class InvalidToken(Exception):
    """The token isn't one of ours, or isn't any longer; why is nobody's business: 401."""


@dataclass(frozen=True)
class Behind:
    """The agent who acts as the token's customer, and the session they do it from (RFC 8693, `act`)."""

    user_id: int
    session_id: int


@dataclass(frozen=True)
class AccessClaims:
    """What an access token says: an account's session and scopes, or a ticket link and its ticket.

    `client_id` names the app that asked for it, where it is one; `behind` who is signed in as the account.
    """

    user_id: int | None
    session_id: int | None
    scopes: tuple[str, ...]
    ticket_id: int | None
    link_id: int | None
    expires_at: datetime
    client_id: str | None = None
    behind: Behind | None = None


class _Act(BaseModel):
    """Who acts, as it stands in the token."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    sub: Annotated[str, Field(pattern=r"^user:[1-9][0-9]{0,18}$")]
    sid: _Id


class _Payload(BaseModel):
    """The claims as they stand in the token; strict: nothing is converted, nothing is unknown."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    iss: Literal["deskbell"]
    aud: Literal["deskbell-api"]
    iat: _Seconds
    exp: _Seconds
    scope: _Scope
    jti: Annotated[str, Field(min_length=16, max_length=64)]
    sub: Annotated[str, Field(pattern=r"^(user|link):[1-9][0-9]{0,18}$")]
    sid: _Id | None = None
    tid: _Id | None = None
    client_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9]{16,64}$")] | None = None
    act: _Act | None = None


class TokenSigner:
    """Issues and reads the access tokens of one installation. Key objects are built once.

    A token that has been verified is remembered until it ends (at most `CACHED_TOKENS` of them, oldest
    forgotten first), because checking its signature costs more than everything else a short request does
    about identity.
    """

    def __init__(self, keys: Keys) -> None:
        """Take the installation's keys; only `keys.key_id` is accepted as `kid`."""
        signing = jwk.construct(keys.token_key, ALGORITHM)
        self._key_id = keys.key_id
        self._signing = signing
        self._verifying = {keys.key_id: signing.public_key()}
        self._verified: OrderedDict[str, AccessClaims] = OrderedDict()

    def issue(self, claims: AccessClaims, *, now: datetime | None = None) -> str:
        """Sign a token for these claims; ValueError where they contradict themselves."""
        issued = now or datetime.now(UTC)
        payload: dict[str, Any] = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "iat": int(issued.timestamp()),
            "exp": int(claims.expires_at.timestamp()),
            "scope": " ".join(claims.scopes),
            "jti": secrets.token_urlsafe(16),
            "sub": f"user:{claims.user_id}" if claims.link_id is None else f"link:{claims.link_id}",
        }
        payload |= {"sid": claims.session_id} if claims.session_id is not None else {}
        payload |= {"tid": claims.ticket_id} if claims.ticket_id is not None else {}
        payload |= {"client_id": claims.client_id} if claims.client_id is not None else {}
        if (behind := claims.behind) is not None:
            payload["act"] = {"sub": f"user:{behind.user_id}", "sid": behind.session_id}
        try:
            said = _claims(_Payload.model_validate(payload))
        except (InvalidToken, ValidationError) as error:
            message = "these claims do not make an access token"
            raise ValueError(message) from error
        if (said.user_id, said.link_id) != (claims.user_id, claims.link_id):
            message = "a token is for an account or for a link, not for both"
            raise ValueError(message)
        token: str = jwt.encode(
            payload, self._signing, ALGORITHM, headers={"typ": TOKEN_TYPE, "kid": self._key_id}
        )
        return token

    def read(self, token: object) -> AccessClaims:
        """Check a token and return what it says; InvalidToken for everything that is not exactly right."""
        if not isinstance(token, str) or len(token) > MAX_TOKEN_LENGTH or not _SHAPE.fullmatch(token):
            raise InvalidToken
        claims = self._verified.get(token)
        if claims is None:
            claims = self._verify(token)
            self._remember(token, claims)
        if claims.expires_at <= datetime.now(UTC):
            self._verified.pop(token, None)
            raise InvalidToken
        return claims

    def _verify(self, token: str) -> AccessClaims:
        try:
            header = jwt.get_unverified_header(token)
            if (
                header.get("typ") != TOKEN_TYPE
                or header.get("alg") != ALGORITHM
                or header.keys() != {"typ", "alg", "kid"}
            ):
                raise InvalidToken
            key = self._verifying.get(header["kid"])
            if key is None:
                raise InvalidToken
            payload = jwt.decode(
                token, key, algorithms=[ALGORITHM], audience=AUDIENCE, issuer=ISSUER, options=dict(_OPTIONS)
            )
            return _claims(_Payload.model_validate(payload))
        except (JOSEError, ValidationError, TypeError, ValueError, OverflowError, RecursionError) as error:
            raise InvalidToken from error

    def _remember(self, token: str, claims: AccessClaims) -> None:
        self._verified[token] = claims
        if len(self._verified) > CACHED_TOKENS:
            self._verified.popitem(last=False)


def _claims(payload: _Payload) -> AccessClaims:
    """Turn the payload into claims; the rules between claims are checked here."""
    kind, _, number = payload.sub.partition(":")
    is_link = kind == "link"
    is_whole = is_link == (payload.scope == LINK_SCOPE) == (payload.tid is not None) == (payload.sid is None)
    issued, expires = (datetime.fromtimestamp(seconds, UTC) for seconds in (payload.iat, payload.exp))
    if (
        not is_whole
        or (is_link and payload.client_id is not None)
        or not issued < expires <= issued + MAX_LIFETIME
        or issued > datetime.now(UTC) + CLOCK_SKEW
    ):
        raise InvalidToken
    if int(number) >= 2**63:
        raise InvalidToken
    behind = None if payload.act is None else _behind(payload, payload.act)
    return AccessClaims(
        user_id=None if is_link else int(number),
        session_id=payload.sid,
        scopes=tuple(payload.scope.split(" ")),
        ticket_id=payload.tid,
        link_id=int(number) if is_link else None,
        expires_at=expires,
        client_id=payload.client_id,
        behind=behind,
    )


def _behind(payload: _Payload, act: _Act) -> Behind:
    """Who acts; only as a customer, as nobody's app, and as somebody else."""
    user_id = int(act.sub.partition(":")[2])
    if payload.scope != "user" or payload.client_id is not None or act.sub == payload.sub or user_id >= 2**63:
        raise InvalidToken
    return Behind(user_id, act.sid)


def new_secret() -> str:
    """Make a bearer secret of 256 random bits, safe in addresses; only its `hash_secret` is stored."""
    return secrets.token_urlsafe(SECRET_BYTES)


def new_credential(mark: str) -> str:
    """Make a secret for programs: its mark and 256 random bits, as letters and digits only.

    So it is marked by a double click, and found by those who look for leaked secrets.
    """
    return mark + "".join(secrets.choice(_LETTERS) for _ in range(CREDENTIAL_LENGTH))


def hash_secret(secret: str) -> str:
    """Hash a bearer secret for storage (SHA-256, hexadecimal); enough, as it is random, no password."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def is_secret(secret: object, stored_hash: str) -> bool:
    """Tell, in constant time, whether `secret` is the one behind `stored_hash`; only a string can be."""
    return isinstance(secret, str) and hmac.compare_digest(hash_secret(secret), stored_hash)
