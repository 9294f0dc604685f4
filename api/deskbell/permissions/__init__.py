"""What may be granted, to whom it is, and whether somebody holds it (domain.md sections 3.1 and 4)."""
