"""What follows from somebody's being let in."""
