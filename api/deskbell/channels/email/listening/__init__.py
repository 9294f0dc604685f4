"""Our own door for mail: SMTP and LMTP, acknowledged only after the mail has been stored."""
