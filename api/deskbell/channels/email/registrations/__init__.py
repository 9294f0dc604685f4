"""People who wrote before anybody knew them: who waits, and what becomes of their messages."""
