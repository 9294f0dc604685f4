"""Who belongs to an organization, and who is asked to."""
