"""Mailboxes: the addresses at which customers write to us, and how each one sends."""
