"""What can be done to the polling of mailboxes, one verb a module."""
