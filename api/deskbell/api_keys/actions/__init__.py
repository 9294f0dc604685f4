"""What can be done to API keys, one verb a module."""
