"""What can be done to a second factor, one verb a module."""
