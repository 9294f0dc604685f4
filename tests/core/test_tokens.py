"""Access tokens refuse everything but themselves (T17, T21, T23; RFC 8725)."""

import hmac
import json
import secrets
import stat
import threading
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jose import jwk, jws

from deskbell.core.keys import TOKEN_KEY_FILE, Keys, UnusableKey, load_or_create_keys
from deskbell.core.signed_urls import InvalidSignature, UrlSigner
from deskbell.core.tokens import AccessClaims, InvalidToken, TokenSigner, hash_secret, is_secret, new_secret

NOW = int(datetime.now(UTC).timestamp())
KEYS = Keys(
    key_id="0123456789abcdef", token_key=generate_private_key(SECP256R1()), url_key=secrets.token_bytes(32)
)
SIGNER = TokenSigner(KEYS)
STRANGER = generate_private_key(SECP256R1())
PUBLIC_PEM = KEYS.token_key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
HEADER = {"alg": "ES256", "typ": "at+jwt", "kid": KEYS.key_id}
PAYLOAD = {
    "iss": "deskbell",
    "aud": "deskbell-api",
    "iat": NOW,
    "exp": NOW + 600,
    "scope": "user agent",
    "jti": "0123456789abcdef01",
    "sub": "user:7",
    "sid": 9,
}
LINK = {**{k: v for k, v in PAYLOAD.items() if k != "sid"}, "scope": "link", "sub": "link:3", "tid": 5}


def encode(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def head(**changes: Any) -> dict[str, Any]:
    return {**HEADER, **changes}


def body(**changes: Any) -> dict[str, Any]:
    return {**PAYLOAD, **changes}


def without(name: str, source: dict[str, Any] = PAYLOAD) -> dict[str, Any]:
    return {key: value for key, value in source.items() if key != name}


def sign(payload: Any, header: dict[str, Any] | str = HEADER, key: Any = KEYS.token_key) -> str:
    """A token that is well signed, whatever it says."""
    parts = [part if isinstance(part, str) else json.dumps(part) for part in (header, payload)]
    signed = ".".join(encode(part.encode()) for part in parts)
    return f"{signed}.{encode(jwk.construct(key, 'ES256').sign(signed.encode()))}"


def unsigned(header: dict[str, Any], payload: dict[str, Any], signature: str = "") -> str:
    return f"{encode(json.dumps(header).encode())}.{encode(json.dumps(payload).encode())}.{signature}"


def hmac_signed(header: dict[str, Any], secret: bytes) -> str:
    signed = unsigned(header, PAYLOAD).removesuffix(".")
    return f"{signed}.{encode(hmac.digest(secret, signed.encode(), sha256))}"


def rsa_signed() -> str:
    key = jwk.construct(rsa.generate_private_key(65537, 2048), "RS256")
    return str(jws.sign(PAYLOAD, key, algorithm="RS256", headers=head(alg="RS256")))


GOOD = sign(PAYLOAD)
BAD: dict[str, Callable[[], object]] = {
    "alg none": lambda: unsigned(head(alg="none"), PAYLOAD),
    "alg None": lambda: unsigned(head(alg="None"), PAYLOAD, "A" * 86),
    "alg nOnE and a signature": lambda: sign(PAYLOAD, head(alg="nOnE")),
    "alg missing": lambda: sign(PAYLOAD, without("alg", HEADER)),
    "alg as list": lambda: sign(PAYLOAD, head(alg=["ES256"])),
    "HS256 with the public key": lambda: hmac_signed(head(alg="HS256"), PUBLIC_PEM),
    "HS256 with an empty secret": lambda: hmac_signed(head(alg="HS256"), b""),
    "HS256 labelled ES256": lambda: hmac_signed(HEADER, PUBLIC_PEM),
    "RS256": rsa_signed,
    "ES384": lambda: sign(PAYLOAD, head(alg="ES384")),
    "stranger's key": lambda: sign(PAYLOAD, key=STRANGER),
    "key in the header": lambda: sign(
        PAYLOAD, head(jwk=jwk.construct(STRANGER.public_key(), "ES256").to_dict()), STRANGER
    ),
    "jku": lambda: sign(PAYLOAD, head(jku="https://evil.example/keys")),
    "x5u": lambda: sign(PAYLOAD, head(x5u="https://evil.example/cert")),
    "crit": lambda: sign(PAYLOAD, head(crit=["exp"])),
    "b64 false": lambda: sign(PAYLOAD, head(b64=False)),
    "kid path": lambda: sign(PAYLOAD, head(kid="../../../../dev/null")),
    "kid sql": lambda: sign(PAYLOAD, head(kid="x' union select 'key")),
    "kid unknown": lambda: sign(PAYLOAD, head(kid="fedcba9876543210")),
    "kid missing": lambda: sign(PAYLOAD, without("kid", HEADER)),
    "kid null": lambda: sign(PAYLOAD, head(kid=None)),
    "kid as list": lambda: sign(PAYLOAD, head(kid=[KEYS.key_id])),
    "kid as object": lambda: sign(PAYLOAD, head(kid={})),
    "typ JWT": lambda: sign(PAYLOAD, head(typ="JWT")),
    "typ missing": lambda: sign(PAYLOAD, without("typ", HEADER)),
    "typ number": lambda: sign(PAYLOAD, head(typ=1)),
    "header a list": lambda: sign(PAYLOAD, "[]"),
    "header nested deeply": lambda: sign(PAYLOAD, "[" * 380),
    "payload nested deeply": lambda: sign("[" * 1070),
    "empty signature": lambda: GOOD.rpartition(".")[0] + ".",
    "no signature": lambda: GOOD.rpartition(".")[0],
    "zero signature": lambda: GOOD.rpartition(".")[0] + "." + "A" * 86,
    "short signature": lambda: GOOD[:-4],
    "signature of another": lambda: GOOD.rpartition(".")[0] + "." + sign(LINK).rpartition(".")[2],
    "payload of another": lambda: ".".join(
        [GOOD.split(".")[0], sign(body(sub="user:1")).split(".")[1], GOOD.split(".")[2]]
    ),
    "aud wrong": lambda: sign(body(aud="other")),
    "aud list": lambda: sign(body(aud=["deskbell-api"])),
    "aud missing": lambda: sign(without("aud")),
    "iss wrong": lambda: sign(body(iss="https://evil.example")),
    "iss missing": lambda: sign(without("iss")),
    "exp missing": lambda: sign(without("exp")),
    "exp string": lambda: sign(body(exp=str(NOW + 600))),
    "exp float": lambda: sign(body(exp=NOW + 600.5)),
    "exp null": lambda: sign(body(exp=None)),
    "exp true": lambda: sign(body(exp=True)),
    "exp infinite": lambda: sign(json.dumps(PAYLOAD).replace(str(NOW + 600), "Infinity")),
    "exp huge": lambda: sign(body(exp=10**30)),
    "exp far": lambda: sign(body(exp=NOW + 86400)),
    "exp past": lambda: sign(body(iat=NOW - 700, exp=NOW - 100)),
    "exp now": lambda: sign(body(iat=NOW - 600, exp=NOW)),
    "exp negative": lambda: sign(body(exp=-1)),
    "iat missing": lambda: sign(without("iat")),
    "iat future": lambda: sign(body(iat=NOW + 300)),
    "iat string": lambda: sign(body(iat=str(NOW))),
    "nbf future": lambda: sign(body(nbf=NOW + 300)),
    "scope list": lambda: sign(body(scope=["user", "agent"])),
    "scope null": lambda: sign(body(scope=None)),
    "scope missing": lambda: sign(without("scope")),
    "scope empty": lambda: sign(body(scope="")),
    "scope out of order": lambda: sign(body(scope="agent user")),
    "scope with a gap": lambda: sign(body(scope="user admin")),
    "scope admin alone": lambda: sign(body(scope="admin")),
    "scope upper case": lambda: sign(body(scope="User Agent")),
    "scope with link": lambda: sign(body(scope="user link")),
    "scope with two spaces": lambda: sign(body(scope="user  agent")),
    "sub number": lambda: sign(body(sub=7)),
    "sub zero": lambda: sign(body(sub="user:0")),
    "sub too big": lambda: sign(body(sub="user:9999999999999999999")),
    "sub with newline": lambda: sign(body(sub="user:7\n")),
    "sub other digits": lambda: sign(body(sub="user:\u0667")),
    "sub missing": lambda: sign(without("sub")),
    "sid string": lambda: sign(body(sid="9")),
    "sid true": lambda: sign(body(sid=True)),
    "sid missing": lambda: sign(without("sid")),
    "link without ticket": lambda: sign(without("tid", LINK)),
    "link with session": lambda: sign({**LINK, "sid": 9}),
    "link with agent's scope": lambda: sign({**LINK, "scope": "user agent"}),
    "account with link's scope": lambda: sign(body(scope="link")),
    "account with ticket": lambda: sign(body(tid=5)),
    "claim unknown": lambda: sign(body(admin=True)),
    "payload list": lambda: sign([PAYLOAD]),
    "payload not JSON": lambda: sign("user:7"),
    "huge": lambda: sign(body(jti="a" * 100_000)),
    "padding": lambda: GOOD + "=",
    "newline": lambda: GOOD + "\n",
    "space": lambda: " " + GOOD,
    "four parts": lambda: GOOD + ".x",
    "not ASCII": lambda: GOOD[:-1] + "é",
    "surrogate": lambda: GOOD[:-1] + "\ud800",
    "NUL": lambda: GOOD + "\0",
    "empty": str,
    "dots": lambda: "..",
    "null": lambda: None,
    "zero": lambda: 0,
    "true": lambda: True,
    "list": lambda: [GOOD],
    "object": lambda: {"token": GOOD},
    "bytes": GOOD.encode,
}


@pytest.mark.parametrize("name", BAD)
def test_bad_token_is_refused(name: str) -> None:
    with pytest.raises(InvalidToken):
        SIGNER.read(BAD[name]())


def at(seconds: int) -> type[datetime]:
    """A clock that stands still."""

    class Still(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime.fromtimestamp(seconds, tz)

    return Still


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second after the tokens were made, however long ago the run began."""
    for module in ("deskbell.core.tokens", "jose.jwt"):
        monkeypatch.setattr(f"{module}.datetime", at(NOW + 1))


def test_the_table_starts_from_good_tokens() -> None:
    """Otherwise the table would prove nothing."""
    assert SIGNER.read(GOOD).scopes == ("user", "agent")
    assert SIGNER.read(sign(LINK)).link_id == 3


@pytest.mark.parametrize("scopes", [("user",), ("user", "agent"), ("user", "agent", "admin")])
def test_round_trip(scopes: tuple[str, ...]) -> None:
    expires = datetime.fromtimestamp(NOW + 600, UTC)
    claims = AccessClaims(
        user_id=7, session_id=9, scopes=scopes, ticket_id=None, link_id=None, expires_at=expires
    )
    token = SIGNER.issue(claims)
    assert SIGNER.read(token) == claims == SIGNER.read(token)
    assert SIGNER.issue(claims) != token


def test_round_trip_of_a_link() -> None:
    expires = datetime.fromtimestamp(NOW + 600, UTC)
    claims = AccessClaims(None, None, ("link",), ticket_id=5, link_id=3, expires_at=expires)
    assert SIGNER.read(SIGNER.issue(claims)) == claims


@pytest.mark.parametrize(
    ("user_id", "session_id", "scopes", "ticket_id", "link_id"),
    [
        (7, 9, ("admin",), None, None),
        (7, 9, (), None, None),
        (7, None, ("user",), None, None),
        (None, 9, ("user",), None, None),
        (7, 9, ("user",), 5, 3),
        (None, None, ("link",), None, 3),
        (7, None, ("link",), 5, 3),
    ],
)
def test_contradictions_are_not_signed(
    user_id: int | None,
    session_id: int | None,
    scopes: tuple[str, ...],
    ticket_id: int | None,
    link_id: int | None,
) -> None:
    expires = datetime.now(UTC) + timedelta(minutes=10)
    with pytest.raises(ValueError, match="token"):
        SIGNER.issue(AccessClaims(user_id, session_id, scopes, ticket_id, link_id, expires))


def test_a_remembered_token_still_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    SIGNER.read(GOOD)

    monkeypatch.setattr("deskbell.core.tokens.datetime", at(NOW + 601))
    with pytest.raises(InvalidToken):
        SIGNER.read(GOOD)


def test_memory_of_tokens_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deskbell.core.tokens.CACHED_TOKENS", 3)
    signer = TokenSigner(KEYS)
    for number in range(1, 8):
        signer.read(sign(body(sid=number)))
    assert len(signer._verified) == 3


def test_secrets_are_random_and_stored_hashed() -> None:
    one, other = new_secret(), new_secret()
    assert one != other
    assert len(one) >= 43
    assert one not in hash_secret(one)
    assert is_secret(one, hash_secret(one))
    for wrong in (other, "", None, 0, True, [], {}, one.encode(), "\ud800", hash_secret(one)):
        assert not is_secret(wrong, hash_secret(one))


def test_keys_are_made_once_and_private(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    first = load_or_create_keys(folder)
    second = load_or_create_keys(folder)
    assert (first.key_id, first.url_key) == (second.key_id, second.url_key)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert len(list(folder.iterdir())) == 2
    assert first.url_key.hex() not in repr(first)


def test_processes_starting_together_get_the_same_keys(tmp_path: Path) -> None:
    found: list[Keys] = []
    threads = [
        threading.Thread(target=lambda: found.append(load_or_create_keys(tmp_path / "s"))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len({(keys.key_id, keys.url_key) for keys in found}) == 1


def test_a_broken_key_file_is_a_sentence(tmp_path: Path) -> None:
    load_or_create_keys(tmp_path)
    (tmp_path / TOKEN_KEY_FILE).write_text("nothing")
    with pytest.raises(UnusableKey, match="not a private key"):
        load_or_create_keys(tmp_path)


def query_of(url: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in url.partition("?")[2].split("&"))


def test_signed_address() -> None:
    signer = UrlSigner(KEYS)
    path = "/v1/files/5"
    url = signer.sign(path, "user.7.9", now=1_000_000)
    query = query_of(url)
    assert signer.verify(path, query, now=1_000_500) == "user.7.9"
    assert url == signer.sign(path, "user.7.9", now=1_000_001)
    with pytest.raises(InvalidSignature):
        signer.verify(path, query, now=1_000_601)
    for changes in (
        {"bearer": "user.8.9"},
        {"expires": "1999999999"},
        {"expires": "\u0661"},
        {"expires": ""},
        {"expires": "9" * 400},
        {"signature": ""},
        {"signature": "é"},
        {"signature": "\ud800"},
        {"bearer": "\ud800"},
    ):
        with pytest.raises(InvalidSignature):
            signer.verify(path, {**query, **changes}, now=1_000_500)
    with pytest.raises(InvalidSignature):
        signer.verify("/v1/files/6", query, now=1_000_500)
    with pytest.raises(InvalidSignature):
        signer.verify(path, {}, now=1_000_500)
