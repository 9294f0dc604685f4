"""What can be done to audiences, one verb a module."""
