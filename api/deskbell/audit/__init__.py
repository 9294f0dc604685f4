"""The log of events as admins read it: who did what, told with names at the time of reading."""
