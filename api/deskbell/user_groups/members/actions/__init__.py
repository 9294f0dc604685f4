"""Coming into a group and leaving it, one verb a module."""
