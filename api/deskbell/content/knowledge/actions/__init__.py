"""What can be done to the knowledge base, one verb a function."""
