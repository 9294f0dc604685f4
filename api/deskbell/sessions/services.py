"""What signing in needs of the application."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from deskbell.core.config import Settings
from deskbell.core.db import Database
from deskbell.core.passwords import Passwords
from deskbell.core.sealing import Sealer
from deskbell.core.tokens import TokenSigner


@dataclass(frozen=True, slots=True)
class SignInServices:
    """The parts of the application that signing in works with."""

    database: Database
    passwords: Passwords
    tokens: TokenSigner
    settings: Settings
    sealer: Sealer


def services_of(request: Request) -> SignInServices:
    """The application's own."""
    state = request.app.state
    return SignInServices(state.database, state.passwords, state.tokens, state.settings, state.sealer)


Services = Annotated[SignInServices, Depends(services_of)]
