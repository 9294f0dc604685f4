"""Bans: whose mail is not taken, by address, domain or network."""
