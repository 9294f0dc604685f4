"""What can be done to organizations, one verb a module."""
