"""What can be done to a person's addresses and numbers, one verb a module."""
