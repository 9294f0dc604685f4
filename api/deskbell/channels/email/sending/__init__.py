"""Handing a finished mail to a mail server, and knowing exactly what became of it."""
