"""What mails tell of, as the system reads it."""
