"""Speaking IMAP: signing in to the server where a mailbox's mail lies, and reading what is new there."""
