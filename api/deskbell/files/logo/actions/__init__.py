"""What can be done with the logo."""
