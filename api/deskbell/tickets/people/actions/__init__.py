"""What can be done to a person and their tickets, one verb a module."""
