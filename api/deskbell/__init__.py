"""Deskbell: an API-first helpdesk on PostgreSQL."""

__version__ = "0.1.0"
