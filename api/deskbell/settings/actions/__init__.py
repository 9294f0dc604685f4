"""What can be done to settings, one verb a module."""
