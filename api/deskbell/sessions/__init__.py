"""Signing in: sessions, refresh tokens, and the links that are used once (house.md section 7)."""
