"""Teams: people who share work."""
