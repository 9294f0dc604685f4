"""What can be done to parser rules, one verb a module."""
