"""Ticket links over the API."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy import select

from deskbell.core.auth import Act, Actor, requires
from deskbell.core.config import Settings
from deskbell.core.db import Database, Reader, Session
from deskbell.core.fields import PathId
from deskbell.core.idempotency import IdempotentRoute, keeps_no_answer
from deskbell.core.pagination import Page
from deskbell.core.problems import NotAllowed, NotFound, TooManyRequests, problems, refused
from deskbell.tickets.actions.links import create_link, redeem_link, revoke_link
from deskbell.tickets.links import list_links
from deskbell.tickets.problems import LinkDead
from deskbell.tickets.queries import get_allowed
from deskbell.tickets.schemas import LinkSession, TicketLinkCreate, TicketLinkCreated, TicketLinkRead, TicketLinkRedeem
