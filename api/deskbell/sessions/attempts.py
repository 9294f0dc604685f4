"""Limits on guessing: how often a password may be wrong for one account, and from one machine (T89)."""
