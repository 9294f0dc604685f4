"""What can be done to departments, one verb a module."""
