"""What can be done to mailboxes, one verb a module."""
