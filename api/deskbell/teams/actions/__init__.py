"""What can be done to teams, one verb a module."""
