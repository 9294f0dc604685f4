"""Pure pieces that know nothing of a helpdesk."""
