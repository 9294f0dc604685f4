"""Parser rules: what an admin wants done with mail, before and after it is read."""
