"""One file with everything of an installation: database, files and keys."""
