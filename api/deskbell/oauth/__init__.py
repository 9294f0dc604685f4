"""OAuth 2 for portals and apps of others: authorization code with PKCE (RFC 6749, 7636, 8252, 9700)."""
