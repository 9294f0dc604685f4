"""Accounts: one kind, on one of three levels (domain.md section 1)."""
