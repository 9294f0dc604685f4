"""Which organizations were made one."""
