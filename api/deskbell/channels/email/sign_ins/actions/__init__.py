"""What can be done about app registrations and grants, one verb a module."""
