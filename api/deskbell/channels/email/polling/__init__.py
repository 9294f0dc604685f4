"""Fetching the mail of mailboxes that lies on IMAP servers: stored here before anything is done there."""
