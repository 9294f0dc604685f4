"""The ways in and out of the helpdesk, strangers to each other: mail first."""
