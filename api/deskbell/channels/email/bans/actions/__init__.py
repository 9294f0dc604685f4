"""What can be done to bans, one verb a module."""
