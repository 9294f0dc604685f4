"""What OAuth libraries read first: `/.well-known/oauth-authorization-server` (RFC 8414)."""

from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from deskbell.core.auth import Level
from deskbell.core.config import Settings
from deskbell.oauth.requests import METHOD

METHODS: Final = ["none", "client_secret_basic", "client_secret_post"]


async def metadata(request: Request) -> Response:
    """Where everything is, and what is taken."""
    settings: Settings = request.app.state.settings
    base = settings.base_url
    document = {
        "issuer": base,
        "authorization_endpoint": f"{base}/oauth/authorize",
        "token_endpoint": f"{base}/v1/oauth/token",
        "revocation_endpoint": f"{base}/v1/oauth/revoke",
        "scopes_supported": [level.name for level in Level if level is not Level.guest],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "token_endpoint_auth_methods_supported": METHODS,
        "revocation_endpoint_auth_methods_supported": METHODS,
        "code_challenge_methods_supported": [METHOD],
        "authorization_response_iss_parameter_supported": True,
        "service_documentation": f"{base}/developers/portal",
    }
    return JSONResponse(document, headers={"cache-control": "public, max-age=300"})


route: Final = Route(
    "/.well-known/oauth-authorization-server", metadata, methods=["GET"], include_in_schema=False
)
