"""How fast Deskbell is with 100,000 tickets: `make bench`."""
