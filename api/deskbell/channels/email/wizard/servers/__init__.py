"""Trying a mail server before it is saved: connecting, securing, logging in; and what stood in the way."""
