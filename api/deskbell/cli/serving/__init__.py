"""What `deskbell serve` does: one top process starts, watches and ends PostgreSQL, API and worker."""
