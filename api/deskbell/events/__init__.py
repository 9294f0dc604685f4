"""The event log: the record of every change, and its readers."""
