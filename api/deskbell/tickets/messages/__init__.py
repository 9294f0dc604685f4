"""What is said about a ticket: public replies and internal notes."""
