"""What can be done with the guide."""
