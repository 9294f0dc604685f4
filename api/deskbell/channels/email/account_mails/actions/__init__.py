"""What is done with mails about accounts."""
