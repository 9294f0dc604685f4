"""What signing in needs of the application."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from deskbell.core.config import Settings
from deskbell.core.db import Database
from deskbell.core.passwords import Passwords
from deskbell.core.tokens import TokenSigner


@dataclass(frozen=True, slots=True)
class SignInServices:
    """The parts of the application that signing in works with."""

    database: Database
    passwords: Passwords
    tokens: TokenSigner
    settings: Settings


def services_of(request: Request) -> SignInServices:
    """The application's own."""
    state = request.app.state
    return SignInServices(state.database, state.passwords, state.tokens, state.settings)


Services = Annotated[SignInServices, Depends(services_of)]
