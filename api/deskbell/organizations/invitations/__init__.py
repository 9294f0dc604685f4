"""Asking people to join an organization."""
