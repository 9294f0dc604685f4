"""Pages that the server writes itself, for people who come from a mail: they work without any script."""
