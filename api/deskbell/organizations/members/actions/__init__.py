"""What can be done with the people of an organization."""
