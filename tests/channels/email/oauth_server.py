"""A small OAuth 2 server of tests, over real HTTP on this machine, that misbehaves as it is told to.

async with oauth_server() as server:
    code, state = await server.consent(authorization_url)   # the owner signs in and allows
    server.fault = (500, b"")                               # for every token request from now on
    server.granted, server.asked                            # refresh tokens that live; forms that came
"""

import asyncio
import base64
import json
import secrets
from contextlib import asynccontextmanager
from hashlib import sha256
from urllib.parse import parse_qs, urlencode, urlsplit

CLIENT_ID, CLIENT_SECRET = "deskbell-client", "canary-client-secret"
SCOPES = {
    "google": "https://mail.google.com/ openid email",
    "microsoft": "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send",
}


class OAuthServer:
    """What it was asked, what it granted, and how it answers."""

    def __init__(self):
        self.port = 0
        self.codes = {}
        self.granted = {}
        self.asked = []
        self.paths = []
        self.account = "support@desk.example"
        self.fault = None
        self.lifetime = 3600
        self.rotates = False
        self.scope = None
        self.gives_refresh = True
        self.pause = 0
        self.at_once = self.most_at_once = 0

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    async def consent(self, url):
        """Sign in and allow: the query with which the browser is sent back, and where to."""
        parts = urlsplit(url)
        assert f"{parts.scheme}://{parts.netloc}" == self.url
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        code = secrets.token_urlsafe(24)
        self.codes[code] = asked
        return asked["redirect_uri"], {"code": code, "state": asked["state"]}

    def revoke(self):
        """The owner removes the app."""
        self.granted.clear()

    async def serve(self, reader, writer):
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            length = next(
                int(line[16:]) for line in head.split("\r\n") if line.lower().startswith("content-length")
            )
            form = {
                name: values[0]
                for name, values in parse_qs((await reader.readexactly(length)).decode()).items()
            }
            self.paths.append(head.split(" ")[1])
            self.asked.append(form)
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            await asyncio.sleep(self.pause)
            status, body = self.fault or self.answer(form)
            self.at_once -= 1
            writer.write(
                f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
                "Connection: close\r\n\r\n".encode()
                + body
            )
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def answer(self, form):
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return refusal("invalid_client", "No such client, or another secret.")
        if form["grant_type"] == "refresh_token":
            return self.refresh(form)
        asked = self.codes.pop(form["code"], None)
        challenge = (
            base64.urlsafe_b64encode(sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        )
        if (
            asked is None
            or asked["code_challenge"] != challenge
            or asked["redirect_uri"] != form["redirect_uri"]
        ):
            return refusal("invalid_grant", "Bad code.")
        return self.tokens(asked["scope"], refresh=self.gives_refresh)

    def refresh(self, form):
        scope = self.granted.get(form["refresh_token"])
        if scope is None:
            return refusal("invalid_grant", "Token has been expired or revoked.")
        if self.rotates:
            del self.granted[form["refresh_token"]]
        return self.tokens(scope, refresh=self.rotates)

    def tokens(self, scope, *, refresh):
        claims = base64.urlsafe_b64encode(json.dumps({"email": self.account}).encode()).rstrip(b"=").decode()
        said = {
            "access_token": f"canary-access-{secrets.token_hex(8)}",
            "token_type": "Bearer",
            "expires_in": self.lifetime,
            "scope": scope if self.scope is None else self.scope,
            "id_token": f"e30.{claims}.x",
        }
        if refresh:
            said["refresh_token"] = f"canary-refresh-{secrets.token_hex(8)}"
            self.granted[said["refresh_token"]] = scope
        return 200, json.dumps(said).encode()


def refusal(code, text):
    """An error as RFC 6749 spells it."""
    return 400, json.dumps({"error": code, "error_description": text}).encode()


def query(values):
    """As it stands in an address."""
    return urlencode(values)


@asynccontextmanager
async def oauth_server():
    """A running server."""
    server = OAuthServer()
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        await listening.wait_closed()
