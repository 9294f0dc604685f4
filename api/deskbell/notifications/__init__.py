"""Notifications: what a person should look at; a reader of the log."""
