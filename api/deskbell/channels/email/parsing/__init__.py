"""Reads mail. Pure code without tables: bytes in, plain data out; nothing that is sent raises."""

from deskbell.channels.email.parsing.html_quotes import html_fold, html_signature
from deskbell.channels.email.parsing.parsed import Address, Attachment, Bounce, Headers, Nested, Parsed
from deskbell.channels.email.parsing.reading import headers_only, parse
from deskbell.channels.email.parsing.robots import Robot, robot_in
from deskbell.channels.email.parsing.splitting import Split, split_reply

__all__ = [
    "Address",
    "Attachment",
    "Bounce",
    "Headers",
    "Nested",
    "Parsed",
    "Robot",
    "Split",
    "headers_only",
    "html_fold",
    "html_signature",
    "parse",
    "robot_in",
    "split_reply",
]
