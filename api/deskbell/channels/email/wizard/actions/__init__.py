"""What is done for a test of a mailbox, one verb a module."""
