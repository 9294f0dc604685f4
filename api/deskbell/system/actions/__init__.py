"""What can be done about work that failed, one verb a module."""
