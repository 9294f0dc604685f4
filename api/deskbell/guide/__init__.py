"""The guide for the first run: what a new helpdesk needs, and what of it is there."""
