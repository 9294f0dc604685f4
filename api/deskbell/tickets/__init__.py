"""Tickets: the representative domain."""
