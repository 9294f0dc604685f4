"""What mails follow from an event."""
