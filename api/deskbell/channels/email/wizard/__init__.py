"""Connecting a mailbox: what providers need, what the domain publishes, trying, and testing both ways."""
