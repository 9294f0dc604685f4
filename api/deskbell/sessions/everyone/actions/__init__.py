"""What admins can do about the sessions of others."""
