"""Organizations, domains, members and managers from a file."""
