"""Search: composes what the domains offer; owns no table."""
