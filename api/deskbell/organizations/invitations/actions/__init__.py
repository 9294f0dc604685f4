"""What can be done with invitations."""
