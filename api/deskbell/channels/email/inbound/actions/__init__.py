"""What is done with mail that came in, one verb a module."""
