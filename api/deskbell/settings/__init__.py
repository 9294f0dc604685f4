"""Settings that admins edit, as typed documents per section."""
