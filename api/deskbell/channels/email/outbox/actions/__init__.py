"""What is done with outgoing mail."""
