"""Whether the API answers."""

import http.client
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from deskbell.cli.serving.listening import local_address

if TYPE_CHECKING:
    from deskbell.core.config import Settings

ANSWER_SECONDS = 0.5


def answers(settings: "Settings") -> bool:
    """Whether /healthz answers now."""
    connection = http.client.HTTPConnection(
        local_address(settings.host), settings.port, timeout=ANSWER_SECONDS
    )
    try:
        connection.request("GET", "/healthz", headers={"Host": urlsplit(settings.base_url).netloc})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
