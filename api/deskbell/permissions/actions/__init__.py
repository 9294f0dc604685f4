"""What can be done to what agents hold, one verb a module."""
