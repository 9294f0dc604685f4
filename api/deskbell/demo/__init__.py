"""The demonstration: a small company's helpdesk with people and a week of conversations, for a first look."""

from deskbell.demo.filling import PASSWORD, SIGN_INS, fill

__all__ = ["PASSWORD", "SIGN_INS", "fill"]
