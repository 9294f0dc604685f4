"""The demonstration's persona bar: the helpdesk as a guest, a customer, an agent or an admin sees it."""
