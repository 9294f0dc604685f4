"""Audiences: the groups for which a thing is (domain.md section 3.1)."""
