"""Webhooks: what happens here is told to other people's servers; a reader of the log."""
