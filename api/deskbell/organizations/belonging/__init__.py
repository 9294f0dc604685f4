"""Who belongs to which organization, for lists of people."""
