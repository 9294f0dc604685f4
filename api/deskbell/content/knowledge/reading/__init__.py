"""Articles as their readers get them."""
