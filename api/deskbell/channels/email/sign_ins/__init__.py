"""Signing in at a provider (OAuth 2): app registrations, an admin's consent, and the tokens that follow."""
