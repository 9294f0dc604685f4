"""Mails about accounts: links that are mailed, work once, expire, and lead to the configured address."""
