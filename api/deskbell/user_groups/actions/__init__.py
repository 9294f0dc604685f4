"""What can be done to user groups, one verb a module."""
